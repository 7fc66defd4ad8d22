/** What the page and the worker of the analyses say to each other. */
import type { OverlapReport } from '../../analyze/overlap.ts'
import type { Rounding } from '../../analyze/rounding.ts'
import type { GraphDocument } from '../../graph/document.ts'

export interface AnalyzeRequest {
  readonly id: number
  readonly document: GraphDocument
}

/** What is known of a document's strides. */
export interface Analysis {
  readonly report: OverlapReport
  readonly rounding: readonly Rounding[]
  /** For each uneven layer that another one evens out, that one's id. */
  readonly evened: ReadonlyMap<string, string>
}

export interface AnalyzeReply {
  readonly id: number
  readonly analysis: Analysis
}
