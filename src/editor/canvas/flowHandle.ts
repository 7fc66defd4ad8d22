import type { ReactFlowInstance } from '@xyflow/react'
import type { FlowEdge, FlowNode } from './view.ts'
import type { Bounds } from './viewport.ts'

/** What actions need of the canvas that is on the page. */
export interface FlowHandle {
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge>
  readonly root: HTMLElement
  /** Shows all of the document. */
  fit(): void
  /** Shows these bounds. */
  show(bounds: Bounds): void
}

let current: FlowHandle | undefined

/** The canvas on the page, if there is one. */
export const flowHandle = (): FlowHandle | undefined => current

/** Makes the canvas known to actions; the result takes it back. */
export function register(handle: FlowHandle): () => void {
  current = handle
  return () => {
    if (current === handle) current = undefined
  }
}
