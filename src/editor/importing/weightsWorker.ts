/** Reading and writing of weights, away from the page's thread; their values travel without being copied. */
import { answerWeights, type WeightsReply, type WeightsRequest } from './weightsFile.ts'

interface Scope {
  onmessage: ((event: MessageEvent<WeightsRequest>) => void) | null
  postMessage(reply: WeightsReply, transfer: Transferable[]): void
}

const scope = self as unknown as Scope

scope.onmessage = async ({ data }) => {
  const reply = await answerWeights(data)
  scope.postMessage(reply, buffersOf(reply))
}

function buffersOf(reply: WeightsReply): Transferable[] {
  if (reply.type === 'written') return [reply.bytes.buffer]
  if (reply.type === 'failed' || 'faults' in reply.found) return []
  return Object.values(reply.found.weights).map(({ values }) => values.buffer as ArrayBuffer)
}
