import type { Plan, PlanTensor } from '../compile/plan.ts'
import type { Weights } from '../compile/weights.ts'
import { notFiniteNotes } from '../formats/planWeights.ts'
import { writeSafetensors } from '../formats/safetensors.ts'
import { formatShape, sameShape } from '../graph/shape.ts'
import { type Arguments, type Command, InputError, UsageError } from './command.ts'
import {
  planOf,
  readDocument,
  readPlanWeights,
  readWeights,
  refuseToOverwrite,
  writeOutput,
} from './files.ts'
import { readBackend, trainOptions } from './trainOptions.ts'

export const runCommand: Command = {
  name: 'run',
  usage: 'run FILE --weights W.safetensors --input X.safetensors -o Y.safetensors [--backend B]',
  summary: 'Computes the outputs of a trained network, once.',
  positionals: [1, 1],
  options: {
    weights: { type: 'string', value: 'W', help: "Weights under PyTorch's names and in its layout." },
    input: {
      type: 'string',
      value: 'X',
      help: 'The tensor input: samples, channels, height, width. Several inputs are named by their layers.',
    },
    output: {
      type: 'string',
      short: 'o',
      value: 'Y',
      help: 'The file to write, with the tensor output. Several outputs are named by their layers.',
    },
    backend: trainOptions.backend,
    force: { type: 'boolean', help: 'Overwrites a file that exists.' },
  },
  async run(args, { print, tell }) {
    const [weightsPath, inputPath, out] = [
      required(args, 'weights'),
      required(args, 'input'),
      required(args, 'output'),
    ]
    const choice = readBackend(args.text('backend') ?? 'auto')
    const plan = planOf(readDocument(args.positionals[0]!))
    refuseToOverwrite([out], args.has('force'))
    const { weights, faults: misfits, notes } = readPlanWeights(plan, weightsPath)
    const tensors = readWeights(inputPath)
    const faults = [...misfits, ...inputFaults(plan, tensors).map(fault => `${inputPath}: ${fault}`)]
    if (faults.length > 0) throw new InputError(faults.join('\n'))
    for (const note of [...notes, ...notFinite(tensors, inputPath), ...notFinite(weights, weightsPath)])
      tell(note)
    const { startBackend } = await import('../runtime/backends.ts')
    const backend = await startBackend(choice)
    if (!args.isJson || (choice !== 'auto' && choice !== backend.name)) tell(backend.reason)
    const outputs = await compute(plan, weights, tensors)
    writeOutput(out, writeSafetensors(outputs))
    for (const note of notFinite(outputs, out)) tell(note)
    const shapes = Object.entries(outputs).map(([name, { shape }]) => [name, shape] as const)
    print(
      args.isJson
        ? JSON.stringify({ outputs: Object.fromEntries(shapes) })
        : `Wrote ${out}: ${shapes.map(([name, shape]) => `${name} ${formatShape(shape)}`).join(', ')}`,
    )
    return 0
  },
}

const notFinite = (tensors: Weights, path: string): readonly string[] =>
  notFiniteNotes(tensors).map(note => `${path}: ${note}`)

function required(args: Arguments, name: 'weights' | 'input' | 'output'): string {
  const path = args.text(name)
  if (path === undefined) throw new UsageError(`--${name} is missing: a .safetensors file.`)
  return path
}

/** The name of a tensor in the files: `alone` where there is no other, else that of its layer. */
const nameIn = (list: readonly PlanTensor[], tensor: PlanTensor, alone: string): string =>
  list.length === 1 ? alone : tensor.node

function inputFaults({ inputs }: Plan, tensors: Weights): readonly string[] {
  const held = Object.keys(tensors).join(', ') || 'none'
  const found = inputs.map(tensor => {
    const name = nameIn(inputs, tensor, 'input')
    return { name, shape: tensor.shape, given: Object.hasOwn(tensors, name) ? tensors[name] : undefined }
  })
  const faults = found.flatMap(({ name, shape, given }) => {
    const wanted = `N×${formatShape(shape)}`
    if (!given) return [`There is no tensor ${name} (${wanted}); it holds ${held}.`]
    const [batch = 0, ...sample] = given.shape
    return batch >= 1 && sameShape(sample, shape)
      ? []
      : [`The tensor ${name} must be ${wanted}, samples first, not ${formatShape(given.shape)}.`]
  })
  const counts = new Set(found.map(({ given }) => given?.shape[0]))
  return faults.length === 0 && counts.size > 1
    ? [`All inputs must have the same number of samples, not ${[...counts].join(' and ')}.`]
    : faults
}

async function compute(plan: Plan, weights: Weights, given: Weights): Promise<Weights> {
  const { predict } = await import('../runtime/predict.ts')
  const inputs = plan.inputs.map(input => given[nameIn(plan.inputs, input, 'input')]!)
  const outputs = await predict(plan, weights, inputs)
  return Object.fromEntries(
    plan.outputs.map((output, i) => [nameIn(plan.outputs, output, 'output'), outputs[i]!]),
  )
}
