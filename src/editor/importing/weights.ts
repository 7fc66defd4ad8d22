/** Weights from a file into the network on the canvas, and those of the trained network into a file. */
import { compile } from '../../compile/compile.ts'
import { scaleMetadata } from '../../formats/weightsMetadata.ts'
import { download, fileName } from '../code/download.ts'
import { busyRefusal } from '../runs/openRun.ts'
import { type RefusedFile, showRefusedFile } from '../saving/savingStore.ts'
import { useEditor } from '../store/editorStore.ts'
import { trainedModel } from '../store/trainedModel.ts'
import { useTraining } from '../store/trainingStore.ts'
import { formatCount } from '../ui/numbers.ts'
import type { WeightsReply, WeightsRequest } from './weightsFile.ts'

/** More bytes than this are no weights that a page could train. */
const mostBytes = 1_000_000_000

/**
 * Puts the weights of a safetensors file into the network on the canvas, which counts as trained from then on. Where
 * they do not fit, everything that keeps them from it is shown, and nothing changes.
 */
export async function openWeights(file: File): Promise<void> {
  const refuse = (message: string, more?: Pick<RefusedFile, 'remedy'>) =>
    showRefusedFile({ name: file.name, faults: [{ path: '', message }], ...more })
  const busy = busyRefusal()
  if (busy !== undefined) return refuse(busy)
  const { inference } = useEditor.getState()
  if (inference.document.nodes.length === 0) {
    const remedy = 'Open its saved model, or paste the text of its print(model), and then these weights.'
    return refuse('It holds weights, and there is no network on the canvas that they could go into.', {
      remedy,
    })
  }
  const compiled = compile(inference)
  if ('problems' in compiled) {
    return refuse(`The network on the canvas has a problem: ${compiled.problems[0]?.message}`)
  }
  if (file.size > mostBytes) {
    return refuse(`The file has ${formatCount(file.size / 1e6)} MB; at most ${mostBytes / 1e6} can be read.`)
  }
  const { plan } = compiled
  const expected = { weights: plan.weights.map(({ name, shape }) => ({ name, shape })) }
  const reply = await ask({ type: 'read', file, expected })
  if (reply.type === 'failed') return refuse(reply.message)
  if (reply.type !== 'read') return
  const { found } = reply
  if ('faults' in found) {
    const { faults, ...more } = found
    return showRefusedFile({
      name: file.name,
      faults: faults.map(message => ({ path: '', message })),
      ...more,
    })
  }
  // A run may have begun while the file was read.
  const busyNow = busyRefusal()
  if (busyNow !== undefined) return refuse(busyNow)
  const { weights, notes, ...scale } = found
  useTraining.getState().open({ name: file.name, document: inference.document, plan, weights, ...scale })
  const { say, show, isDockOpen } = useEditor.getState()
  if (!isDockOpen) show({ dockTab: 'train', isDockOpen: true })
  const count = plan.nodes.reduce((sum, node) => sum + node.parameters, 0)
  const told = `${formatCount(count)} weights from ${file.name} are in the network. Training starts from them.`
  say([told, ...notes].join(' '))
}

/** Hands the weights of the trained network to the person, under PyTorch's names and in its layout. */
export async function saveWeights(): Promise<void> {
  const model = trainedModel()
  if (!model) return
  const { say } = useEditor.getState()
  const { facts, opened } = useTraining.getState()
  const scale = facts?.scale ?? opened?.scale
  try {
    const weights = await model.getWeights()
    // What Python's own writer says of tensors that came from torch.
    const metadata = { format: 'pt', ...(scale && scaleMetadata(scale)) }
    const reply = await ask({ type: 'write', weights, metadata })
    if (reply.type === 'failed') return say(reply.message)
    if (reply.type !== 'written') return
    download(`${fileName(model.document.name)}.safetensors`, reply.bytes, 'application/octet-stream')
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}

/** One answer of a worker that is there for it alone, so that large files leave no memory behind. */
function ask(request: WeightsRequest): Promise<WeightsReply> {
  const worker = new Worker(new URL('./weightsWorker.ts', import.meta.url), { type: 'module' })
  return new Promise<WeightsReply>(resolve => {
    worker.onmessage = ({ data }: MessageEvent<WeightsReply>) => resolve(data)
    worker.onerror = event => {
      event.preventDefault()
      resolve({
        type: 'failed',
        message: 'What reads weights could not be loaded: try again, or reload the page.',
      })
    }
    worker.postMessage(request)
  }).finally(() => worker.terminate())
}
