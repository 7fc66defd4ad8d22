import type { NodeDefinition } from '../../graph/definition.ts'
import { quote } from '../../graph/fault.ts'
import { type Param, type ParamValue, sameValue } from '../../graph/params.ts'
import { formatShape, type Shape, sizeOf } from '../../graph/shape.ts'
import { didYouMean } from '../../graph/suggest.ts'
import type { PrintedModule } from './syntax.ts'
import type { PrintedFault, PrintedNote, PrintedValue } from './values.ts'

/** A number of the text that a document does not hold, because the wire says it: `in_channels` must be what arrives. */
export interface Expectation {
  readonly keyword: string
  readonly value: number
}

/** One printed layer as a document has it. */
export interface ReadCall {
  readonly params: Readonly<Record<string, ParamValue>>
  readonly expectations: readonly Expectation[]
  readonly notes: readonly PrintedNote[]
  readonly faults: readonly PrintedFault[]
}

/** The arguments that torch prints without their names, in its order; the other classes print names. */
const positional: Readonly<Record<string, readonly string[]>> = {
  Conv2d: ['in_channels', 'out_channels'],
  ConvTranspose2d: ['in_channels', 'out_channels'],
  BatchNorm2d: ['num_features'],
  InstanceNorm2d: ['num_features'],
  GroupNorm: ['num_groups', 'num_channels'],
  LayerNorm: ['normalized_shape'],
}

/** Which side of what arrives an argument repeats: its first one, or its last. */
const repeated: Readonly<Record<string, (shape: Shape) => number | undefined>> = {
  in_channels: shape => shape[0],
  num_features: shape => shape[0],
  num_channels: shape => shape[0],
  in_features: shape => shape.at(-1),
}

/** What torch has no default for is written into the document even where ours agrees. */
const required = new Set(['out_channels', 'kernel_size', 'out_features', 'num_groups', 'normalized_shape'])

/** Whether a layer works in place changes no number. */
const ignored = new Set(['inplace'])

/** Parameters that torch leaves out of the text, and where they make a difference. */
const unprinted: Readonly<Record<string, Readonly<Record<string, (params: ReadCall['params']) => boolean>>>> =
  {
    AvgPool2d: {
      ceil_mode: () => true,
      count_include_pad: ({ padding }) => padding !== undefined && !sameValue(padding, 0),
      divisor_override: () => true,
    },
    Upsample: {
      align_corners: ({ mode }) => mode === 'bilinear' || mode === 'bicubic',
      recompute_scale_factor: ({ scaleFactor }) =>
        [scaleFactor].flat().some(scale => typeof scale === 'number' && !Number.isInteger(scale)),
    },
    LayerNorm: { bias: () => true },
  }

/** Reads the arguments of a printed layer by the parameters of its definition. */
export function readCall(module: PrintedModule, definition: NodeDefinition): ReadCall {
  const { name: type, line, args, kwargs } = module
  const faults: PrintedFault[] = []
  const fault = (message: string) => faults.push({ line, message: `${type}: ${message}` })
  const order = Object.hasOwn(positional, type)
    ? positional[type]!
    : Object.keys(definition.params).map(snakeCase)
  const given = new Map<string, PrintedValue>()
  args.forEach((value, i) => {
    const keyword = order[i]
    if (keyword === undefined) fault(`it prints ${order.length} arguments without a name at most.`)
    else given.set(keyword, value)
  })
  for (const [keyword, value] of kwargs) {
    if (given.has(keyword)) fault(`${keyword} is given twice.`)
    given.set(keyword, value)
  }

  const params: Record<string, ParamValue> = {}
  const expectations: Expectation[] = []
  const schema = new Map(
    Object.entries(definition.params).map(([name, param]) => [snakeCase(name), { name, param }]),
  )
  for (const [keyword, value] of given) {
    const known = schema.get(keyword)
    if (known) {
      const read = readValue(known.param, value)
      if ('expected' in read) fault(`${keyword} must be ${read.expected}; got ${shown(value)}.`)
      else if (required.has(keyword) || !sameValue(read.value, known.param.default)) {
        params[known.name] = read.value
      }
    } else if (Object.hasOwn(repeated, keyword)) {
      if (typeof value === 'number') expectations.push({ keyword, value })
      else fault(`${keyword} must be a number; got ${shown(value)}.`)
    } else if (!ignored.has(keyword)) {
      fault(`${keyword} is not one of its parameters${didYouMean(keyword, [...schema.keys()])}`)
    }
  }
  const absent = Object.entries(Object.hasOwn(unprinted, type) ? unprinted[type]! : {}).flatMap(
    ([keyword, matters]) =>
      schema.has(keyword) && !given.has(keyword) && matters(params)
        ? [`${keyword}=${printedDefault(schema.get(keyword)!.param)}`]
        : [],
  )
  const message = `${type}: printed text does not hold all of its arguments; taken at torch's defaults: ${absent.join(', ')}.`
  return { params, expectations, faults, notes: absent.length === 0 ? [] : [{ line, message }] }
}

/** What is wrong with the size that arrives, in the words of the printed argument; undefined where it fits. */
export function unmetExpectation({ keyword, value }: Expectation, arriving: Shape): string | undefined {
  const found = repeated[keyword]!(arriving)
  if (found === value) return undefined
  const isFlattened = keyword === 'in_features' && sizeOf(arriving) === value
  const hint = isFlattened
    ? `; ${formatShape(arriving)} has ${value} values, so that a Flatten in forward() may be missing here, which printed text does not hold`
    : ''
  return `${keyword} is ${value}, and ${found ?? 'nothing'} arrives (${formatShape(arriving)})${hint}.`
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** The value as short as documents write it: `(3, 3)` is 3, and so are four equal sides of a padding. */
function readValue(
  param: Param,
  value: PrintedValue,
): { readonly value: ParamValue } | { readonly expected: string } {
  const length = param.control.kind === 'pair' ? 2 : param.control.kind === 'sizes' ? 4 : undefined
  if (isList(value) && value.length === length && value.every(item => item === value[0])) {
    const short = param.parse(value[0])
    if ('value' in short && typeof short.value === 'number') return short
  }
  return param.parse(value)
}

const isList = (value: PrintedValue): value is readonly PrintedValue[] => Array.isArray(value)

function shown(value: PrintedValue): string {
  return typeof value === 'object' && value !== null && 'raw' in value ? quote(value.raw) : quote(value)
}

function printedDefault({ default: value }: Param): string {
  if (value === null) return 'None'
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
}
