/**
 * What the page and the training worker say to each other: two closed unions of plain values. Functions and tensors
 * do not travel; the network does so as its plan.
 */
import type { PixelScale, Plan } from '../compile/plan.ts'
import type { Weights } from '../compile/weights.ts'
import type { TrainingSettings } from '../graph/document.ts'
import type { BackendChoice, BackendName, BackendReport } from '../runtime/backendReport.ts'
import type { Checkpoint } from './checkpoint.ts'

export type { BackendChoice, BackendName, BackendReport, BackendState } from '../runtime/backendReport.ts'
export type { Checkpoint, OptimizerState } from './checkpoint.ts'

export interface TrainRequest {
  readonly plan: Plan
  readonly settings: TrainingSettings
  readonly backend: BackendChoice
  /** Fewer images than the dataset has, for quick looks and tests. */
  readonly trainLimit?: number
  readonly testLimit?: number
  /** Stops after so many steps, where that is less than the epochs. */
  readonly steps?: number
  /** A checkpoint of the same plan and settings to go on from. */
  readonly from?: Checkpoint
  /** Weights of the plan that a new run starts from; without them they are drawn from the seed. */
  readonly weights?: Weights
}

/** Page to worker. */
export type TrainingRequest =
  | { readonly type: 'probe' }
  | ({ readonly type: 'train' } & TrainRequest)
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  /** Asks for the weights as they are now; answered by `weights`. */
  | { readonly type: 'weights' }

/** What the client itself tells a new worker, before anything else: the address that the page's files are relative to. */
export interface OpenRequest {
  readonly type: 'open'
  readonly base: string
}

/** Worker to page. */
export type TrainingReport =
  | ({ readonly type: 'probed' } & BackendReport)
  /** Something that takes a while before the first step; `progress` from 0 to 1 where it is known. */
  | { readonly type: 'preparing'; readonly what: string; readonly progress?: number }
  | {
      readonly type: 'started'
      readonly backend: BackendName
      /** Why this backend: "WebGPU on Apple M2", "wasm: no GPU was found". */
      readonly reason: string
      /** What the loss is called: "MSE", "cross-entropy". */
      readonly lossName: string
      /** Which stepper runs. */
      readonly stepper: string
      readonly totalSteps: number
      readonly stepsPerEpoch: number
      readonly trainImages: number
      readonly testImages: number
      /** How pixels are scaled for the network, where they are. */
      readonly scale?: PixelScale
    }
  | {
      readonly type: 'progress'
      /** Steps done, and the epoch in which the last one was, from 1. */
      readonly step: number
      readonly epoch: number
      /** The losses since the last report, the last one being that of `step`. */
      readonly losses: readonly number[]
      readonly stepsPerSecond: number
      readonly secondsLeft: number
      /** That of `step`, where the schedule changes it. */
      readonly learningRate?: number
    }
  | ({ readonly type: 'samples' } & Samples)
  /** The error on the test images at the end of an epoch. */
  | ({ readonly type: 'evaluated'; readonly step: number; readonly epoch: number } & TestErrors)
  /** The run can go on from here, whatever happens. Sent now and then, in pauses, at its start and at its end. */
  | ({ readonly type: 'checkpoint' } & Checkpoint)
  /** The backend failed, and the run goes on with another one from its last checkpoint; losses behind it do not count. */
  | {
      readonly type: 'recovered'
      readonly step: number
      readonly backend: BackendName
      /** What happened and how it goes on, in sentences. */
      readonly message: string
    }
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'resumed' }
  | {
      readonly type: 'finished'
      readonly step: number
      readonly reason: 'done' | 'stopped'
      readonly seconds: number
      /** Why it was done before its last step, in a sentence. */
      readonly early?: string
    }
  | { readonly type: 'weights'; readonly step: number; readonly weights: Weights }
  /**
   * The run is over; `message` says what happened and what would help. Weights may still be asked for, those of the last
   * checkpoint, but not where the worker itself has crashed.
   */
  | { readonly type: 'failed'; readonly message: string; readonly isCrash?: true }

/** How well a network does on the test images. */
export interface TestErrors {
  /** The loss, a mean over the images. */
  readonly testLoss: number
  /** The same where it is the mean squared error of pixels. */
  readonly testMse?: number
  /** The share of images whose class was found, where the network classifies. */
  readonly accuracy?: number
}

/** Test images and what the network makes of them. */
export interface Samples {
  readonly step: number
  readonly count: number
  /** Size of one image: channels, height, width. */
  readonly shape: readonly number[]
  /** Grey values or RGB, 0 to 255, image after image, channels last. */
  readonly originals: Uint8Array
  readonly labels: readonly number[]
  /** What the network yields, in the same layout; absent where it yields no image of this size. */
  readonly reconstructions?: Uint8Array
  /** The class that the network takes each of them for; absent where it does not classify. */
  readonly predictions?: readonly number[]
}
