/**
 * A plan as a TypeScript module: the very list of layer calls that the runtime executes, in the words of `tf.layers`.
 * It needs nothing but `@tensorflow/tfjs`; layers and kernels that tfjs lacks are carried along as source text.
 */
import { createNames } from '../compile/names.ts'
import type { PixelScale, Plan, PlanTensor, Step } from '../compile/plan.ts'
import { type Shape, storedShape } from '../graph/shape.ts'
import { carryLayers } from './typescript/customLayers.ts'
import { configOf, type Helpers, helperLines, helperNames, helpersOf } from './typescript/layers.ts'
import { LineWriter, type NodeLines } from './typescript/lines.ts'
import { writeTable } from './typescript/table.ts'
import {
  bracketLines,
  type Code,
  callLines,
  inline,
  listOf,
  objectOf,
  property,
  quote,
} from './typescript/text.ts'
import { weightLines, weightNames, weightRemarks } from './typescript/weights.ts'

export type { NodeLines } from './typescript/lines.ts'

/** A printed module. */
export interface TypeScriptModule {
  readonly text: string
  /** Which lines belong to which node: its row in the head comment, and its statements. */
  readonly lines: readonly NodeLines[]
}

export interface TypeScriptOptions {
  /** Adds `loadWeights`, which reads a file of this name (safetensors, PyTorch's names and layout). */
  readonly weightsFile?: string
  /** How pixels were scaled in training, for the head comment of a network that is trained on standardised pixels. */
  readonly scale?: PixelScale
}

/**
 * Prints a plan. With a code, the module has `encode`, `decode` and `createModels`, whose three models share their
 * layers; without one, `forward` and `createModel`.
 */
export function printTypeScript(plan: Plan, options: TypeScriptOptions = {}): TypeScriptModule {
  const { weightsFile, scale } = options
  const helpers = helpersOf(plan)
  const custom = carryLayers(helpers.keys())
  const names = createNames([
    'tf',
    'encode',
    'decode',
    'forward',
    'createModel',
    'createModels',
    'model',
    'inputs',
    'outputs',
    'encoder',
    'decoder',
    ...helperNames(helpers),
    ...weightNames,
    ...custom.names,
  ])
  const parts = partsOf(plan, names.take)
  const out = new LineWriter()
  const create = plan.code ? 'const { model } = createModels();' : 'const model = createModel();'
  writeTable(out, plan, weightsFile === undefined ? [] : weightRemarks(weightsFile, create), scale)
  out.add(["import * as tf from '@tensorflow/tfjs';"])
  for (const part of parts) writePart(out, plan, part, helpers)
  out.add(plan.code ? modelsLines(parts) : modelLines(plan, parts[0]!))
  if (weightsFile !== undefined) out.add(weightLines(plan, weightsFile))
  out.add(helperLines(plan, helpers))
  if (custom.text !== '') out.add(['', custom.text])
  return { text: out.text, lines: out.nodes }
}

/** A function of the module: the network, or one of its halves. */
interface Part {
  readonly name: 'encode' | 'decode' | 'forward'
  readonly docs: string
  readonly inputs: readonly { readonly name: string; readonly tensor: PlanTensor }[]
  readonly outputs: readonly { readonly name: string; readonly tensor: PlanTensor }[]
  readonly steps: readonly Step[]
  /** The variable of a tensor of the plan. */
  readonly variable: (tensor: string) => string
}

function partsOf(plan: Plan, take: (wish: string) => string): Part[] {
  const { code } = plan
  const variables = new Map<string, string>()
  const part = (
    name: Part['name'],
    inputs: readonly PlanTensor[],
    outputs: readonly PlanTensor[],
    steps: readonly Step[],
  ): Part => {
    const own = new Map(inputs.map(tensor => [tensor.name, take(name === 'decode' ? 'code' : tensor.node)]))
    for (const step of steps) variables.set(step.name, take(step.name))
    const variable = (tensor: string) => own.get(tensor) ?? variables.get(tensor)!
    const named = (tensor: PlanTensor) => ({ name: variable(tensor.name), tensor })
    return {
      name,
      docs: docsOf(name, inputs, outputs),
      inputs: inputs.map(named),
      outputs: outputs.map(named),
      steps,
      variable,
    }
  }
  if (!code) return [part('forward', plan.inputs, plan.outputs, plan.steps)]
  const before = new Set([code.name])
  for (const step of plan.steps.toReversed()) {
    if (before.has(step.name)) for (const input of step.inputs) before.add(input)
  }
  return [
    part(
      'encode',
      plan.inputs,
      [code],
      plan.steps.filter(step => before.has(step.name)),
    ),
    part(
      'decode',
      [code],
      plan.outputs,
      plan.steps.filter(step => !before.has(step.name)),
    ),
  ]
}

function docsOf(name: Part['name'], inputs: readonly PlanTensor[], outputs: readonly PlanTensor[]): string {
  const list = (tensors: readonly PlanTensor[]) =>
    tensors
      .map(
        ({ shape }) =>
          `${shape.length === 3 ? 'an image' : shape.length === 1 ? 'a vector' : 'a tensor'} ${sides(shape)}`,
      )
      .join(' and ')
  const last = sides(outputs[0]!.shape)
  if (name === 'encode') return `f: ${list(inputs)} to its code ${last}.`
  if (name === 'decode') return `g: a code ${sides(inputs[0]!.shape)} to ${list(outputs)}.`
  return `The network: ${list(inputs)} to ${list(outputs)}.`
}

const sides = (shape: Shape): string => `[${storedShape(shape).join(', ')}]`

function writePart(out: LineWriter, plan: Plan, part: Part, helpers: Helpers): void {
  const { steps, outputs } = part
  const parameters = part.inputs.map(({ name }) => `${name}: tf.SymbolicTensor`)
  const single = outputs.length === 1
  const result = single
    ? 'tf.SymbolicTensor'
    : inline(objectOf(outputs.map(({ name }) => property(name, 'tf.SymbolicTensor')))).replaceAll(',', ';')
  out.add(['', ...commentLines(part.docs)])
  const head = callLines('', 'export function ', part.name, parameters, `: ${result} {`)
  out.add(head)
  const last = steps.at(-1)
  const returnsLast = single && last !== undefined && outputs[0]!.tensor.name === last.name
  for (const step of steps) {
    const helper = helpers.get(step.call.layer)!
    const inputs = step.inputs.map(part.variable)
    const x: Code = inputs.length === 1 ? inputs[0]! : listOf(inputs)
    const before = returnsLast && step === last ? 'return ' : `const ${part.variable(step.name)} = `
    out.add(callLines('  ', before, helper.name, [x, configOf(plan, step, helper)], ';'), step.node)
  }
  if (!returnsLast) {
    const names = outputs.map(({ name }) => name)
    out.add(
      single ? [`  return ${names[0]};`] : bracketLines('  return ', objectOf([...new Set(names)]), ';'),
    )
  }
  out.add(['}'])
}

/** A doc comment, on several lines where it is long. */
const commentLines = (docs: string): string[] => {
  const line = `/** ${docs} */`
  return line.length <= 80 ? [line] : ['/**', ...docs.split(/(?<=\bto) /).map(text => ` * ${text}`), ' */']
}

/** The inputs of a part as variables; several of them also as the list `inputs`. */
const inputLines = (part: Part): string[] => [
  ...part.inputs.flatMap(({ name, tensor }) =>
    callLines(
      '  ',
      `const ${name} = `,
      'tf.input',
      [
        objectOf([
          ...(part.inputs.length > 1 ? [property('name', quote(tensor.name))] : []),
          property('shape', sides(tensor.shape)),
        ]),
      ],
      ';',
    ),
  ),
  ...(part.inputs.length > 1
    ? bracketLines('  const inputs = ', listOf(part.inputs.map(({ name }) => name)), ';')
    : []),
]

const inputsOf = ({ inputs }: Part): string => (inputs.length === 1 ? inputs[0]!.name : 'inputs')

/** A call of a part and its outputs, one tensor or, with lines before, the list `outputs`. */
function applied(part: Part): { readonly before: readonly string[]; readonly outputs: string } {
  const args = part.inputs.map(({ name }) => name)
  if (part.outputs.length === 1) return { before: [], outputs: `${part.name}(${args.join(', ')})` }
  return {
    before: callLines('  ', 'const outputs = ', part.name, args, ';'),
    outputs: inline(listOf(part.outputs.map(({ name }) => `outputs.${name}`))),
  }
}

function makeModel(before: string, name: string, inputs: string, outputs: string): string[] {
  const items = [
    property('name', quote(name)),
    inputs === 'inputs' ? inputs : property('inputs', inputs),
    property('outputs', outputs),
  ]
  return bracketLines(`  ${before}tf.model(`, objectOf(items), ');')
}

function modelLines(plan: Plan, part: Part): string[] {
  const { before, outputs } = applied(part)
  return [
    '',
    '/** The network as a model, with new layers at every call. */',
    'export function createModel(): tf.LayersModel {',
    ...inputLines(part),
    ...before,
    ...makeModel('return ', modelName(plan), inputsOf(part), outputs),
    '}',
  ]
}

const modelName = ({ inputs, outputs }: Plan): string =>
  inputs.length === 1 && outputs.length === 1 && inputs[0]!.shape.join() === outputs[0]!.shape.join()
    ? 'autoencoder'
    : 'network'

function modelsLines(parts: readonly Part[]): string[] {
  const [encode, decode] = parts as [Part, Part]
  const second = applied(decode)
  const whole = decode.outputs.length === 1 ? 'tf.SymbolicTensor' : 'tf.SymbolicTensor[]'
  return [
    '',
    '/** The whole network and its two halves, on the same layers and weights. */',
    'export function createModels() {',
    ...inputLines(encode),
    ...inputLines(decode),
    ...makeModel('const encoder = ', 'encoder', inputsOf(encode), applied(encode).outputs),
    ...second.before,
    ...makeModel('const decoder = ', 'decoder', inputsOf(decode), second.outputs),
    ...makeModel(
      'const model = ',
      'model',
      inputsOf(encode),
      `decoder.apply(encoder.apply(${inputsOf(encode)})) as ${whole}`,
    ),
    '  return { model, encoder, decoder };',
    '}',
  ]
}
