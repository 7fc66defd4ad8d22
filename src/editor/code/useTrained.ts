import { registry } from '../../../nodes/index.ts'
import { compile } from '../../compile/compile.ts'
import type { PixelScale } from '../../compile/plan.ts'
import type { Weights } from '../../compile/weights.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { inferGraph } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { useDocument } from '../store/useDocument.ts'
import { download, fileName } from './download.ts'

/** What the button for the trained weights says and does. */
interface TrainedDownload {
  /** Why there is nothing to download. */
  readonly refusal: string | undefined
  readonly hint: string
  download(): void
}

/** The trained network as an archive: always the code of the document that was trained, whatever became of the canvas. */
export function useTrained(): TrainedDownload {
  const trained = useTraining(state => state.trained)
  const hasWeights = useTraining(state => state.hasWeights)
  const getWeights = useTraining(state => state.getWeights)
  const scale = useTraining(state => state.facts?.scale ?? state.opened?.scale)
  const document = useDocument()
  const say = useEditor(state => state.say)
  const isOlder = trained !== undefined && !sameNetwork(trained, document)
  return {
    refusal:
      trained && hasWeights ? undefined : 'There are no trained weights yet: train first, or open some.',
    hint: isOlder
      ? 'The network as it was trained, which is older than the canvas: code and weights in one zip'
      : 'Code and weights as they are now, in one zip',
    download: () => {
      if (trained) save(trained, getWeights, scale).catch((error: Error) => say(error.message))
    },
  }
}

/** True where both documents compute the same: positions and settings do not count. */
const sameNetwork = (a: GraphDocument, b: GraphDocument): boolean => a === b || networkOf(a) === networkOf(b)

const networkOf = ({ nodes, edges }: GraphDocument): string =>
  JSON.stringify([
    nodes.map(({ id, type, params, group, module }) => [id, type, params, group, module]),
    edges.map(({ source, sourceHandle, target, targetHandle }) => [
      source,
      sourceHandle,
      target,
      targetHandle,
    ]),
  ])

async function save(
  document: GraphDocument,
  getWeights: () => Promise<Weights>,
  scale: PixelScale | undefined,
): Promise<void> {
  const compiled = compile(inferGraph(document, registry))
  if ('problems' in compiled) throw new Error('The trained network can no longer be read.')
  const [weights, { zipTypeScript }] = await Promise.all([
    getWeights(),
    import('../../formats/typescriptFiles.ts'),
  ])
  download(`${fileName(document.name)}.zip`, zipTypeScript(compiled.plan, weights, scale), 'application/zip')
}
