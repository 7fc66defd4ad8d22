/** What the page and the data worker say to each other. */
import type { TrainingSettings } from '../../graph/document.ts'
import type { Shape } from '../../graph/shape.ts'
import type { ImageShape } from './arrays.ts'
import type { OwnFacts } from './ownData.ts'

export type { ImageShape } from './arrays.ts'
export type { OwnFacts } from './ownData.ts'

/** A file with its folders, as it was dropped. */
export interface DroppedFile {
  readonly path: string
  readonly file: File
}

/** Some images to look at, channels last bytes, each with the number of its class. */
export interface Strip {
  readonly shape: ImageShape
  readonly count: number
  readonly pixels: Uint8Array
  readonly labels: readonly number[]
}

/** What files hold. */
export interface Found {
  /** Absent where nothing of the files can be used. */
  readonly facts?: OwnFacts
  readonly strip?: Strip
  /** True where a size had to be chosen: for pictures, or rows of pixels that are not square. */
  readonly isSized: boolean
  /** What was decided on the way. */
  readonly notes: readonly string[]
  readonly errors: readonly { readonly file: string; readonly message: string }[]
}

/** Some images of the chosen data, and the same as training may show them. */
export interface Look {
  readonly strip: Strip
  /** Absent where nothing is done to training images. */
  readonly augmented?: Strip
}

/** What can be asked of the data worker, with its answer. */
export interface DataQuestions {
  /** Reads files; what they hold stays with the worker until the next ones are read. */
  read: { asked: { files: readonly DroppedFile[]; shape: ImageShape }; answer: Found }
  /** Keeps what was read last, under a name. */
  keep: { asked: { name: string }; answer: OwnFacts }
  look: { asked: { training: TrainingSettings; input: Shape }; answer: Look }
}

export type DataQuestion = keyof DataQuestions

export interface DataRequest<Q extends DataQuestion = DataQuestion> {
  readonly id: number
  readonly question: Q
  readonly asked: DataQuestions[Q]['asked']
  /** The address that the page's files are relative to. */
  readonly base: string
}

export type DataReport =
  | { readonly id: number; readonly type: 'progress'; readonly what: string; readonly part: number }
  | { readonly id: number; readonly type: 'answer'; readonly answer: DataQuestions[DataQuestion]['answer'] }
  | { readonly id: number; readonly type: 'failed'; readonly message: string }
