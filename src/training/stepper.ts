import type { Weights } from '../compile/weights.ts'

/** A dataset as a stepper wants it: values from 0 to 1, channels last, image after image. */
export interface Dataset {
  readonly name: string
  /** Channels, height, width. */
  readonly shape: readonly [number, number, number]
  readonly train: Images
  readonly test: Images
}

export interface Images {
  readonly count: number
  /** Bytes from 0 to 255, channels last. */
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

/**
 * One way to train one plan: made from a plan, weights and a dataset that it keeps on its device. The loop, the worker
 * and the command line know nothing else of how training is computed, save the stepper's name.
 */
export interface Stepper {
  /** Which one it is: "tfjs autodiff". */
  readonly name: string
  /**
   * Takes one optimizer step on the training images with these indices. Does not wait for the device; the loss of the
   * step is handed out by `losses`.
   */
  step(indices: Int32Array): void
  /** The losses of all steps since the last call, in order. Waits for the device. */
  losses(): Promise<readonly number[]>
  /** Mean squared error over `count` images from the one with the index `from`. Callers ask in parts, to stay responsive. */
  evaluate(part: 'train' | 'test', from: number, count: number): Promise<number>
  /** What the network yields for these images (values from 0 to 1, channels last), in the same layout. */
  reconstruct(pixels: Float32Array, count: number): Promise<Float32Array>
  /** The weights in PyTorch's layout. */
  weights(): Promise<Weights>
  setWeights(weights: Weights): void
  /** The state of the optimizer by name, enough to go on exactly where it was left. */
  optimizerState(): Promise<Readonly<Record<string, Float32Array>>>
  setOptimizerState(state: Readonly<Record<string, Float32Array>>): void
  dispose(): void
}
