import { registry } from '../nodes/index.ts'
import { runCommand, startHistory } from '../src/commands/history.ts'
import { setParams } from '../src/commands/index.ts'
import { emptyDocument, type GraphDocument } from '../src/graph/document.ts'
import { inferGraph } from '../src/infer/inference.ts'
import { interleaved, median, round } from './timing.ts'

const count = 10_000

/** A chain of 10,000 nodes: every second one a ReLU, sizes kept by padding. */
function longChain(): GraphDocument {
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: i === 0 ? 'image' : `n${i}`,
    type: i === 0 ? 'Input' : i % 2 === 0 ? 'ReLU' : 'Conv2d',
    params:
      i === 0 ? { shape: [1, 28, 28] } : i % 2 === 0 ? {} : { outChannels: 8, kernelSize: 3, padding: 1 },
    position: { x: 0, y: i * 50 },
  }))
  const edges = nodes.slice(1).map((node, i) => ({
    id: `e${i}`,
    source: nodes[i]!.id,
    sourceHandle: i === 0 ? 'image' : 'output',
    target: node.id,
    targetHandle: 'input',
  }))
  return { ...emptyDocument, nodes, edges }
}

/** One parameter edit in a graph of 10,000 nodes, in milliseconds: the command and the inference behind it. */
export async function measure(name: string) {
  const document = longChain()
  let history = startHistory(document)
  let inference = inferGraph(document, registry)
  let channels = 9
  // The edited layer stands in the middle; its new number of channels reaches one layer behind it.
  const edit = (): void => {
    channels = channels === 9 ? 8 : 9
    const command = setParams(history.document, registry, 'n5001', { outChannels: channels })
    if ('refused' in command) throw new Error(command.refused)
    history = runCommand(history, command, 0)
  }
  const times = await interleaved(40, {
    edit,
    infer: () => {
      inference = inferGraph(history.document, registry, inference)
    },
    fresh: () => inferGraph(history.document, registry),
  })
  const [editing, inferring, fresh] = [median(times.edit), median(times.infer), median(times.fresh)]
  return {
    [name]: {
      ms: round(editing + inferring),
      command: round(editing),
      infer: round(inferring),
      fresh: round(fresh),
      computed: inference.computed,
      raw: { edit: times.edit.map(t => round(t)), infer: times.infer.map(t => round(t)) },
    },
  }
}
