/** Analyses of large graphs, away from the page's thread. */
import { registry } from '../../../nodes/index.ts'
import { type Inference, inferGraph } from '../../infer/inference.ts'
import { analyze } from './analyze.ts'
import type { AnalyzeReply, AnalyzeRequest } from './protocol.ts'

interface Scope {
  onmessage: ((event: MessageEvent<AnalyzeRequest>) => void) | null
  postMessage(reply: AnalyzeReply): void
}

const scope = self as unknown as Scope
let last: Inference | undefined

scope.onmessage = ({ data: { id, document } }) => {
  last = inferGraph(document, registry, last)
  scope.postMessage({ id, analysis: analyze(last) })
}
