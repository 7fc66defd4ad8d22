/** Training as the editor sees it: what there is to know of a run, and what can be done with it. */
import type { PixelScale, Plan } from '../../compile/plan.ts'
import type { Weights } from '../../compile/weights.ts'
import type { GraphDocument } from '../../graph/document.ts'
import type {
  BackendChoice,
  BackendReport,
  Checkpoint,
  Samples,
  TestErrors,
  TrainingReport,
} from '../../training/protocol.ts'
import type { LossCurve } from './lossCurve.ts'

/** Where a run stands. */
export type TrainingStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing'; readonly what: string; readonly progress?: number }
  | { readonly kind: 'running' }
  | { readonly kind: 'paused' }
  | {
      readonly kind: 'finished'
      readonly reason: 'done' | 'stopped'
      readonly seconds: number
      /** Why it was done before its last step, in a sentence. */
      readonly early?: string
    }
  | { readonly kind: 'failed'; readonly message: string }

/** What a run said when it started. */
export type RunFacts = Omit<Extract<TrainingReport, { type: 'started' }>, 'type'>

export interface Evaluation extends TestErrors {
  readonly step: number
  readonly epoch: number
}

/** The numbers that change while it runs. */
export interface Progress {
  readonly step: number
  readonly epoch: number
  readonly loss: number
  readonly stepsPerSecond: number
  readonly secondsLeft: number
  /** Where the schedule changes it. */
  readonly learningRate?: number
}

/** A run that was kept: enough to show it, and to go on with it. */
export interface KeptRun {
  readonly id: string
  readonly document: GraphDocument
  readonly plan: Plan
  readonly facts: RunFacts
  /** The losses of its steps from the first one on, up to the checkpoint. */
  readonly losses: ArrayLike<number>
  readonly evaluations: readonly Evaluation[]
  readonly samples?: Samples
  readonly checkpoint: Checkpoint
  /** Whether it has come to its end. */
  readonly reason: 'done' | 'stopped'
}

/** Weights that were read from a file, and the network that they were put into. */
export interface OpenedWeights {
  /** That of the file. */
  readonly name: string
  readonly document: GraphDocument
  readonly plan: Plan
  readonly weights: Weights
  /** How pixels were scaled for it, where the file tells it. */
  readonly scale?: PixelScale
}

export interface TrainingState {
  readonly status: TrainingStatus
  readonly backendChoice: BackendChoice
  /** The backends of this machine; undefined until the probe has answered. */
  readonly backends: BackendReport | undefined
  readonly facts: RunFacts | undefined
  readonly progress: Progress | undefined
  readonly evaluations: readonly Evaluation[]
  /** Grows in place; `curveLength` tells that it did. */
  readonly curve: LossCurve
  readonly curveLength: number
  readonly samples: Samples | undefined
  /** The document that the run was started with; undefined before the first run. */
  readonly trained: GraphDocument | undefined
  /** The same, compiled. */
  readonly plan: Plan | undefined
  /** Grows whenever there are newer weights to look at. */
  readonly version: number
  /** Whether `getWeights` has something to give. */
  readonly hasWeights: boolean
  /** The kept run that this is. */
  readonly runId: string | undefined
  /** What happened to its backend, and how it went on; undefined where nothing did. */
  readonly recovery: string | undefined
  /** Where the run can be taken up again after it has ended early. */
  readonly checkpointStep: number | undefined
  /** Weights from a file, which the next run starts from; until it has started, or others are taken. */
  readonly opened: OpenedWeights | undefined

  /** Asks which backends there are; once. */
  probe(): void
  chooseBackend(choice: BackendChoice): void
  /** Starts a run with the document as it is now; does nothing where `trainRefusal` says why. */
  train(): void
  pause(): void
  resume(): void
  stop(): void
  /** Goes on with a kept run, or else with the one that has ended early, from its last checkpoint. */
  goOn(run?: KeptRun): void
  /** Shows a kept run in the place of the last one, and makes its weights the trained ones. */
  load(run: KeptRun): void
  /** Shows a network with the weights of a file in the place of the last run, and lets the next one start from them. */
  open(opened: OpenedWeights): void
  /** Lets go of the weights of a file: the next run starts from fresh ones. */
  letGo(): void
  /** The weights as they are now. Rejects where nothing was trained, with a sentence. */
  getWeights(): Promise<Weights>
}
