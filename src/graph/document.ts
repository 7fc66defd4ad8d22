import type { DataSettings, DatasetName } from './dataSettings.ts'
import type { CourseSettings, OptimizerName, OptimizerSettings } from './optimizerSettings.ts'

/**
 * The document: a network as plain JSON, in memory just as in a saved file. It holds what a person made; sizes,
 * selection, the view and the progress of training are not part of it. Nothing changes it but the commands.
 */
export interface GraphDocument {
  readonly format: 'hourglass'
  readonly version: 1
  readonly name: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  readonly groups: readonly GraphGroup[]
  readonly training: TrainingSettings
}

/** A layer on the canvas. Parameters that are absent are at their defaults. */
export interface GraphNode {
  readonly id: string
  readonly type: string
  readonly params: Readonly<Record<string, unknown>>
  readonly position: Position
  /** The id of the group that it belongs to. */
  readonly group?: string
  /** Its place in a PyTorch module, where that is not what group and order give: `encoder.0`. */
  readonly module?: string
  /**
   * So many neighbouring output channels begin with equal weights: r² of them before a PixelShuffle of r, so that it
   * paints evenly at first (ICNR). Only a start; training may take them apart.
   */
  readonly equalStart?: number
}

/** The middle of a card's upper edge on the canvas, in pixels at 100 %: nodes with one `x` stand in one column. */
export interface Position {
  readonly x: number
  readonly y: number
}

/** A wire from an output port to an input port. */
export interface GraphEdge {
  readonly id: string
  readonly source: string
  readonly sourceHandle: string
  readonly target: string
  readonly targetHandle: string
}

/** A named part of the network. `encoder` and `decoder` are the ids that give the code its place. */
export interface GraphGroup {
  readonly id: string
  readonly name: string
}

/** How the network is trained. What is optional is absent where it is at its default; `fullTraining` fills it in. */
export interface TrainingSettings
  extends Partial<DataSettings>,
    Partial<OptimizerSettings>,
    Partial<CourseSettings> {
  readonly dataset: DatasetName
  readonly loss: 'MSELoss'
  readonly optimizer: OptimizerName
  readonly learningRate: number
  readonly batchSize: number
  readonly epochs: number
  readonly seed: number
}

/** The settings of a new document. */
export const defaultTraining: TrainingSettings = {
  dataset: 'mnist',
  loss: 'MSELoss',
  optimizer: 'Adam',
  learningRate: 0.001,
  batchSize: 128,
  epochs: 5,
  seed: 0,
}

/** A document with nothing in it. */
export const emptyDocument: GraphDocument = {
  format: 'hourglass',
  version: 1,
  name: 'Untitled',
  nodes: [],
  edges: [],
  groups: [],
  training: defaultTraining,
}
