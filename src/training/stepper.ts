import type { Weights } from '../compile/weights.ts'
import type { Treatment } from './data/treatment.ts'
import type { Objective } from './objective.ts'

/** A dataset as a stepper wants it: values from 0 to 1, channels last, image after image. */
export interface Dataset {
  readonly name: string
  /** Channels, height, width. */
  readonly shape: readonly [number, number, number]
  /** Classes that labels name, 0 where there are no labels; 10 where it is not said. */
  readonly classes?: number
  /** What the labels mean, by their number; the numbers themselves where it is not said. */
  readonly classNames?: readonly string[]
  /** What is done to the images on their way into the network; nothing where it is not said. */
  readonly treatment?: Treatment
  readonly train: Images
  readonly test: Images
}

export interface Images {
  readonly count: number
  /** Bytes from 0 to 255, channels last. */
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

/** How well a network does on some images. */
export interface Evaluation {
  /** The loss: a mean over these images; where `reduction` is `sum`, still for one image. */
  readonly loss: number
  /** The share of images whose class was found; only of a network that classifies. */
  readonly accuracy?: number
}

/** What a network makes of some images, as far as it can be shown beside them. */
export interface View {
  /** Images of the dataset's size, values mostly from 0 to 1, channels last. */
  readonly pictures?: Float32Array
  /** The class that each image is taken for. */
  readonly classes?: Int32Array
}

/**
 * One way to train one plan: made from a plan, weights and a dataset that it keeps on its device. The loop, the worker
 * and the command line know nothing else of how training is computed, save the stepper's name.
 */
export interface Stepper {
  /** Which one it is: "tfjs autodiff". */
  readonly name: string
  readonly objective: Objective
  /** The learning rate of the next steps; that of the settings until it is called. */
  setLearningRate(rate: number): void
  /**
   * Takes one optimizer step on the training images with these indices. Does not wait for the device; the loss of the
   * step is handed out by `losses`.
   */
  step(indices: Int32Array): void
  /** The losses of all steps since the last call, in order. Waits for the device. */
  losses(): Promise<readonly number[]>
  /** The error over `count` images from the one with the index `from`. Callers ask in parts, to stay responsive. */
  evaluate(part: 'train' | 'test', from: number, count: number): Promise<Evaluation>
  /** What the network makes of these images (values from 0 to 1, channels last). */
  look(pixels: Float32Array, count: number): Promise<View>
  /** The weights in PyTorch's layout. */
  weights(): Promise<Weights>
  setWeights(weights: Weights): void
  /** The state of the optimizer by name, enough to go on exactly where it was left. */
  optimizerState(): Promise<Readonly<Record<string, Float32Array>>>
  setOptimizerState(state: Readonly<Record<string, Float32Array>>): void
  dispose(): void
}
