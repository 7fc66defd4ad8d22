import type { WorkOptions } from '../pca/pace.ts'
import type { Dataset } from '../stepper.ts'
import type { LabModel } from './model.ts'

/** What a question finds in the laboratory: the network on the device, the data, and what was worked out before. */
export interface Desk {
  /** The network that the page handed in last. @throws Error where it has handed in none. */
  model(): LabModel
  /** The images that the network learns from, loaded when they are first asked for. */
  dataset(): Promise<Dataset>
  /** A result that holds for the data, kept until other data is opened. */
  ofData<T>(key: string, make: () => Promise<T>): Promise<T>
  /** A result that holds for the network as it is now, kept until the page hands in another. */
  ofModel<T>(key: string, make: () => Promise<T>): Promise<T>
}

/** Answers one kind of question; plain values come in and go out. Long ones tell `work` how far they are and heed it. */
export type Question<Asked, Answer> = (asked: Asked, desk: Desk, work: WorkOptions) => Promise<Answer>
