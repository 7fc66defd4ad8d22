/**
 * The layers of a plan as functions of the printed file: one short helper for each kind of layer, which makes the layer
 * and applies it, so that a line of the model reads `conv2d(relu2, { name: 'conv3', … })`.
 */
import type { Plan, PlanWeight, Step } from '../../compile/plan.ts'
import type { Json } from '../../graph/definition.ts'
import { sizeOf } from '../../graph/shape.ts'
import { isCustomLayer } from './customLayers.ts'
import { COLUMNS, type Code, literal, objectOf, property, quote } from './text.ts'

/** What tfjs takes where a layer's config does not say; an entry that equals it is left out. */
const defaults: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  conv2d: { strides: 1, padding: 'valid', dilationRate: 1, useBias: true },
  conv2dTranspose: { strides: 1, padding: 'valid', dilationRate: 1, useBias: true },
  dense: { useBias: true },
  upSampling2d: { size: [2, 2], interpolation: 'nearest' },
  averagePooling2d: { padding: 'valid' },
  concatenate: { axis: -1 },
}

/** Entries that tfjs takes as one number where both axes agree. */
const pairs = new Set(['kernelSize', 'strides', 'dilationRate', 'poolSize'])

/** The number of values that one output is summed from, as code in the helper of a layer that starts as torch's does. */
const fanIns: Readonly<Record<string, string>> = {
  conv2d: 'channelsOf(x) * areaOf(config.kernelSize)',
  conv2dTranspose: 'config.filters * areaOf(config.kernelSize)',
  dense: 'channelsOf(x)',
}

/** How one kind of layer is called in the printed file. */
interface Helper {
  readonly layer: string
  readonly name: string
  /** Code of the layer that `config` makes. */
  readonly make: string
  /** Code of the config's type. */
  readonly type: string
  /** True where no layer of this kind has a config beside its name. */
  readonly isBare: boolean
  readonly input: string
}

/** The helpers that a plan needs, by layer, in the order of first use. */
export type Helpers = ReadonlyMap<string, Helper>

export function helpersOf(plan: Plan): Helpers {
  const groups = new Map<string, Step[]>()
  for (const step of plan.steps) {
    const list = groups.get(step.call.layer)
    if (list) list.push(step)
    else groups.set(step.call.layer, [step])
  }
  return new Map([...groups].map(([layer, steps]) => [layer, helperOf(layer, steps, plan)]))
}

function helperOf(layer: string, steps: readonly Step[], plan: Plan): Helper {
  const isCustom = isCustomLayer(layer)
  const takesOne = steps.some(step => step.inputs.length === 1)
  const takesSeveral = steps.some(step => step.inputs.length > 1)
  return {
    layer,
    name: layer === 'reLU' ? 'relu' : layer.charAt(0).toLowerCase() + layer.slice(1),
    make: isCustom ? `new ${layer}` : `tf.layers.${layer}`,
    type: isCustom ? `ConstructorParameters<typeof ${layer}>[0]` : `Parameters<typeof tf.layers.${layer}>[0]`,
    isBare: steps.every(step => properties(step, weightsOf(plan, step)).length === 0),
    input: [
      ...(takesOne ? ['tf.SymbolicTensor'] : []),
      ...(takesSeveral ? ['tf.SymbolicTensor[]'] : []),
    ].join(' | '),
  }
}

const weightsOf = (plan: Plan, step: Step): readonly PlanWeight[] =>
  step.call.weights === undefined ? [] : plan.weights.filter(weight => weight.step === step.name)

/** The last argument of the call that makes a step's layer: its name, or the whole config. */
export function configOf(plan: Plan, step: Step, helper: Helper): Code {
  return helper.isBare
    ? quote(step.name)
    : objectOf([property('name', quote(step.name)), ...properties(step, weightsOf(plan, step))])
}

/** The entries of a layer's config that say something, as code. */
function properties({ call }: Step, weights: readonly PlanWeight[]): string[] {
  const usual = defaults[call.layer] ?? {}
  const short = (name: string, value: Json): Json =>
    pairs.has(name) && !isCustomLayer(call.layer) && Array.isArray(value) && value.every(v => v === value[0])
      ? (value[0] as Json)
      : value
  return [
    ...Object.entries(call.config)
      .map(([name, value]) => [name, short(name, value)] as const)
      .filter(([name, value]) => JSON.stringify(usual[name]) !== JSON.stringify(value))
      .map(([name, value]) => property(name, literal(value))),
    ...initializers(call, weights),
  ]
}

/** Initialisers that the helper does not set by itself. */
function initializers(
  { layer, initBound, initRepeat, config }: Step['call'],
  weights: readonly PlanWeight[],
): string[] {
  if (initBound === undefined || weights.length === 0) return []
  // torch counts the fan-in over all sides but the first, also where the first is not the outputs.
  const counted = sizeOf(weights[0]!.shape.slice(1))
  if (!initRepeat && fanIns[layer] !== undefined && isClose(1 / Math.sqrt(counted), initBound)) return []
  const whole = Math.round(initBound ** -2)
  const fanIn = isClose(1 / Math.sqrt(whole), initBound) ? String(whole) : String(initBound ** -2)
  const start = initRepeat ? `equalGroups(${fanIn}, ${initRepeat})` : `uniform(${fanIn})`
  return [
    property('kernelInitializer', start),
    ...(config.useBias === false ? [] : [property('biasInitializer', start)]),
  ]
}

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.abs(b)

/** True where the helper gives its layer torch's initial weights. */
const startsLikeTorch = (plan: Plan, { layer }: Helper): boolean =>
  fanIns[layer] !== undefined &&
  plan.steps.some(step => step.call.layer === layer && step.call.initBound !== undefined)

/** The declarations of the helpers. */
export function helperLines(plan: Plan, helpers: Helpers): string[] {
  const all = [...helpers.values()]
  const fanInCode = all.filter(helper => startsLikeTorch(plan, helper)).map(helper => fanIns[helper.layer]!)
  const calls = (name: string) => fanInCode.some(code => code.includes(`${name}(`))
  const isExplicit = plan.steps.some(step => initializers(step.call, weightsOf(plan, step)).length > 0)
  return [
    ...all.flatMap(helper => ['', ...functionLines(helper, startsLikeTorch(plan, helper))]),
    ...(fanInCode.length > 0 || isExplicit ? ['', ...uniformLines] : []),
    ...(plan.steps.some(({ call }) => call.initRepeat) ? ['', ...equalGroupsLines] : []),
    ...(calls('channelsOf') ? ['', ...channelsLines] : []),
    ...(calls('areaOf') ? ['', ...areaLines] : []),
  ]
}

function functionLines(helper: Helper, isInitialised: boolean): string[] {
  const second = helper.isBare ? 'name: string' : `config: ${helper.type}`
  const head = `function ${helper.name}(x: ${helper.input}, ${second}): tf.SymbolicTensor {`
  const opening =
    head.length <= COLUMNS
      ? [head]
      : [`function ${helper.name}(`, `  x: ${helper.input},`, `  ${second},`, '): tf.SymbolicTensor {']
  if (isInitialised) {
    return [
      ...opening,
      `  const start = uniform(${fanIns[helper.layer]});`,
      `  const layer = ${helper.make}({`,
      '    kernelInitializer: start,',
      '    biasInitializer: start,',
      '    ...config,',
      '  });',
      '  return layer.apply(x) as tf.SymbolicTensor;',
      '}',
    ]
  }
  const config = helper.isBare ? '{ name }' : 'config'
  const body = `  return ${helper.make}(${config}).apply(x) as tf.SymbolicTensor;`
  return [
    ...opening,
    ...(body.length <= COLUMNS
      ? [body]
      : [`  const layer = ${helper.make}(${config});`, '  return layer.apply(x) as tf.SymbolicTensor;']),
    '}',
  ]
}

const uniformLines = [
  "/** PyTorch's initial weights: uniform in ±1/√fanIn. */",
  'function uniform(fanIn: number) {',
  '  const bound = 1 / Math.sqrt(fanIn);',
  '  return tf.initializers.randomUniform({ minval: -bound, maxval: bound });',
  '}',
]

const equalGroupsLines = [
  '/** One draw for every `size` neighbouring channels: even after a shuffle. */',
  'function equalGroups(fanIn: number, size: number) {',
  '  const start = uniform(fanIn);',
  '  const draw = start.apply.bind(start);',
  '  start.apply = (shape, dtype) => {',
  '    const sides = shape.map(Number);',
  '    const channels = sides[sides.length - 1];',
  '    return tf.tidy(() => {',
  '      const groups = draw([...sides.slice(0, -1), channels / size, 1], dtype);',
  '      return tf.reshape(tf.tile(groups, [...sides.map(() => 1), size]), sides);',
  '    });',
  '  };',
  '  return start;',
  '}',
]

const channelsLines = [
  'function channelsOf(x: tf.SymbolicTensor): number {',
  '  return Number(x.shape[x.shape.length - 1]);',
  '}',
]

const areaLines = [
  'function areaOf(kernelSize: number | number[]): number {',
  '  return Array.isArray(kernelSize)',
  '    ? kernelSize[0] * kernelSize[1]',
  '    : kernelSize * kernelSize;',
  '}',
]

/** Names that the helpers declare in the printed file. */
export const helperNames = (helpers: Helpers): readonly string[] => [
  ...[...helpers.values()].map(helper => helper.name),
  'uniform',
  'equalGroups',
  'channelsOf',
  'areaOf',
]
