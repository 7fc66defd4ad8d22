/** Previews of printed text, away from the page's thread. */
import { type PreviewReply, type PreviewRequest, previewOf } from './preview.ts'

interface Scope {
  onmessage: ((event: MessageEvent<PreviewRequest>) => void) | null
  postMessage(reply: PreviewReply): void
}

const scope = self as unknown as Scope

scope.onmessage = ({ data: { id, text, shape } }) =>
  scope.postMessage({ id, preview: previewOf(text, shape) })
