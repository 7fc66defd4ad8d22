/** What Conv2d and ConvTranspose2d share apart from the window: channels, weights, counts, torch's call. */
import type { Count, Json, WeightSpec } from '../../src/graph/definition.ts'
import { asPair, flag, integer, type PairValue, pair, shortPair } from '../../src/graph/params.ts'
import type { Problem } from '../../src/graph/problem.ts'
import type { Pair } from '../../src/graph/shape.ts'

/** The parameters of a convolution, transposed or not, that decide its weights. */
export interface KernelParams {
  readonly outChannels: number
  readonly kernelSize: PairValue
  readonly stride: PairValue
  readonly padding: PairValue | 'same' | 'valid'
  readonly dilation: PairValue
  readonly groups: number
  readonly bias: boolean
}

/** The parameters that mean the same to both. */
export const commonParams = {
  dilation: pair({
    default: 1,
    min: 1,
    unit: 'pixels',
    help: 'Distance between the taps of the kernel.',
    card: { letter: 'd' },
  }),
  groups: integer({
    default: 1,
    min: 1,
    help: 'Splits the channels into groups that do not see each other; must divide inChannels and outChannels.',
    card: { letter: 'g' },
  }),
  bias: flag({
    default: true,
    help: 'Adds a learned number to each output channel.',
    card: { letter: 'bias' },
  }),
}

/** The problem of groups that do not divide the channels; undefined where they do. */
export function channelProblem(p: KernelParams, channels: number): Problem | undefined {
  const [param, count, side] =
    channels % p.groups !== 0
      ? (['groups', channels, 'inChannels'] as const)
      : (['outChannels', p.outChannels, 'outChannels'] as const)
  if (count % p.groups === 0) return undefined
  const fitting = divisors(channels).filter(d => p.outChannels % d === 0)
  const groups = fitting.findLast(d => d <= p.groups)!
  return {
    what: `groups ${p.groups} does not divide ${side} ${count}`,
    need: `groups must be one of ${fitting.join(', ')}${param === 'outChannels' ? `, or outChannels a multiple of ${p.groups}` : ''}`,
    param,
    fixes: [
      { params: { groups } },
      ...(param === 'outChannels'
        ? [{ params: { outChannels: Math.ceil(count / p.groups) * p.groups } }]
        : []),
    ],
  }
}

const divisors = (n: number): number[] =>
  Array.from({ length: Math.min(n, 4096) }, (_, i) => i + 1).filter(d => n % d === 0)

/**
 * torch's default for weights and bias: uniform in ±1/√fanIn, which is kaiming_uniform with a = √5
 * (torch/nn/modules/conv.py, `reset_parameters`). `channels` is the weight's second side.
 */
export const initBound = ({ kernelSize }: Pick<KernelParams, 'kernelSize'>, channels: number): number => {
  const [height, width] = asPair(kernelSize)
  const fanIn = channels * height * width
  return fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0
}

/** Weight and bias in torch's layout; `sides` are the first two sides of the weight. */
export function convolutionWeights(
  p: KernelParams,
  sides: readonly [number, number],
): Readonly<Record<string, WeightSpec>> {
  const init = { kind: 'uniform', bound: initBound(p, sides[1]) } as const
  const weight = { shape: [...sides, ...asPair(p.kernelSize)], init }
  return p.bias ? { weight, bias: { shape: [p.outChannels], init } } : { weight }
}

/** Weights times the pixels that each of them is used at: output pixels (Conv2d), input pixels (ConvTranspose2d). */
export function convolutionMacs(p: KernelParams, channels: number, [height, width]: Pair): Count {
  const [kernelHeight, kernelWidth] = asPair(p.kernelSize)
  const perPixel = (p.outChannels * channels * kernelHeight * kernelWidth) / p.groups
  const grouped = p.groups === 1 ? '' : ` / ${p.groups}`
  return {
    value: perPixel * height * width,
    how: `${p.outChannels}·${channels}·${kernelHeight}·${kernelWidth}${grouped} × ${height}·${width}`,
  }
}

const python = (value: PairValue | string): Json => (typeof value === 'object' ? shortPair(value) : value)

/** The arguments behind the channels as a person writes them: the kernel in place, the rest by name where not default. */
export function torchArguments(p: KernelParams & { outputPadding?: PairValue; paddingMode?: string }) {
  const kwargs: Record<string, Json> = {}
  const put = (name: string, value: PairValue | string, usual: Json) => {
    if (python(value) !== usual) kwargs[name] = python(value)
  }
  put('stride', p.stride, 1)
  put('padding', p.padding, 0)
  if (p.outputPadding !== undefined) put('output_padding', p.outputPadding, 0)
  put('dilation', p.dilation, 1)
  if (p.groups !== 1) kwargs.groups = p.groups
  if (!p.bias) kwargs.bias = false
  if (p.paddingMode !== undefined && p.paddingMode !== 'zeros') kwargs.padding_mode = p.paddingMode
  return { args: [python(p.kernelSize)], kwargs }
}
