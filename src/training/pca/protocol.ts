/** What the page and the PCA worker say to each other. A worker answers one request and is ended then. */
import type { TrainingSettings } from '../../graph/document.ts'
import type { Shape } from '../../graph/shape.ts'
import type { PcaFit } from './fit.ts'

/** The images that a network learns from, named rather than sent: by the training settings of its document. */
export interface PcaData extends TrainingSettings {
  /** Size of the network's Input: channels, height, width. */
  readonly shape: Shape
  /** Fewer images than the dataset has, as in a run that was limited. */
  readonly trainLimit?: number
  readonly testLimit?: number
}

/** Page to worker, once. */
export interface PcaRequest {
  readonly data: PcaData
  /** Components that are wanted. */
  readonly dims: number
  /** The address that the page's files are relative to. */
  readonly base: string
}

/** Worker to page. */
export type PcaReport =
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'fitted'; readonly fit: PcaFit }
  | { readonly type: 'failed'; readonly message: string }
