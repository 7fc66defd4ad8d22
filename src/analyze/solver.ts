/**
 * "I have 7, I want 14": the layer settings that lead from one side to another, those without uneven overlap first,
 * cheap ones before dear ones; and whole chains of such layers.
 */
import { type AxisWindow, type Line, outputSide } from './axis.ts'
import { endlessLine } from './endless.ts'
import { unevennessOf as fieldUnevenness, productField } from './field.ts'

/** One setting of Conv2d or ConvTranspose2d along an axis. */
export interface Setting {
  readonly type: 'Conv2d' | 'ConvTranspose2d'
  readonly kernelSize: number
  readonly stride: number
  readonly padding: number
  readonly dilation: number
  /** Always 0 for Conv2d. */
  readonly outputPadding: number
}

/** A setting, its side, and what speaks for or against it. */
export interface Solution extends Setting {
  readonly from: number
  readonly to: number
  /** (max − min) / mean of its overlap: of the output for ConvTranspose2d, of the gradient for Conv2d. */
  readonly unevenness: number
}

/** How far the search goes. */
export interface SolverBounds {
  readonly kernelSize: number
  readonly stride: number
  readonly dilation: number
}

export const usualBounds: SolverBounds = { kernelSize: 7, stride: 4, dilation: 2 }

const windowOf = (s: Setting): AxisWindow => ({
  kind: s.type === 'Conv2d' ? 'gather' : 'scatter',
  kernel: s.kernelSize,
  stride: s.stride,
  dilation: s.dilation,
  before: s.padding,
  after: s.padding - s.outputPadding,
  weight: 1,
})

/** The side that a setting leads to; below 1 where it does not fit. */
export const sideAfter = (setting: Setting, side: number): number => outputSide(windowOf(setting), side)

/** How often a setting touches each pixel of the long side, over one period. */
export function overlapLine(setting: Setting): Line {
  const direction = setting.type === 'Conv2d' ? 'backward' : 'forward'
  return endlessLine(windowOf(setting), Float64Array.of(1), direction)!
}

const unevennessOf = (setting: Setting): number =>
  fieldUnevenness(productField(overlapLine(setting), Float64Array.of(1)))

/** Multiplications for one output row of one channel, the measure of "cheap". */
const cost = (s: Solution): number => s.kernelSize ** 2 * (s.type === 'Conv2d' ? s.to : s.from) ** 2

/** What a person would rather not have: every unusual setting counts, output_padding and dilation most. */
const oddness = (s: Setting): number =>
  (s.dilation - 1) * 4 + s.outputPadding * 2 + Math.max(0, s.padding - Math.floor(s.kernelSize / 2)) * 3

const settingsCache = new Map<string, readonly Setting[]>()

/** Every setting within the bounds that torch accepts. */
function settings(bounds: SolverBounds): readonly Setting[] {
  const key = `${bounds.kernelSize} ${bounds.stride} ${bounds.dilation}`
  const known = settingsCache.get(key)
  if (known) return known
  const found: Setting[] = []
  for (let kernelSize = 1; kernelSize <= bounds.kernelSize; kernelSize++) {
    for (let stride = 1; stride <= bounds.stride; stride++) {
      for (let dilation = 1; dilation <= (kernelSize === 1 ? 1 : bounds.dilation); dilation++) {
        for (let padding = 0; padding <= dilation * (kernelSize - 1); padding++) {
          const shared = { kernelSize, stride, padding, dilation }
          if (padding <= kernelSize - 1) found.push({ type: 'Conv2d', ...shared, outputPadding: 0 })
          for (let outputPadding = 0; outputPadding < Math.max(stride, dilation); outputPadding++) {
            found.push({ type: 'ConvTranspose2d', ...shared, outputPadding })
          }
        }
      }
    }
  }
  settingsCache.set(key, found)
  return found
}

/**
 * The settings that lead from one side to another, best first: even overlap, nothing unusual, few multiplications.
 * A layer that would enlarge by convolving with a wide padding is left out.
 */
export function solveSide(
  from: number,
  to: number,
  types: readonly Setting['type'][] = ['Conv2d', 'ConvTranspose2d'],
  bounds: SolverBounds = usualBounds,
): readonly Solution[] {
  return settings(bounds)
    .filter(
      setting =>
        types.includes(setting.type) && isNatural(setting, from, to) && sideAfter(setting, from) === to,
    )
    .map(setting => ({ ...setting, from, to, unevenness: unevennessOf(setting) }))
    .sort(
      (a, b) =>
        rank(a) - rank(b) || a.kernelSize - b.kernelSize || a.stride - b.stride || a.padding - b.padding,
    )
}

/** A kernel of 1 skips pixels where it strides; a convolution does not enlarge, a transposed one does not shrink. */
const isNatural = (setting: Setting, from: number, to: number): boolean =>
  (setting.type === 'Conv2d' ? to <= from : to >= from) && setting.kernelSize >= setting.stride

const rank = (s: Solution): number => (s.unevenness > 1e-9 ? 1e9 : 0) + oddness(s) * 1e6 + cost(s)

/** One way through several layers, along one axis. */
export interface AxisChain {
  readonly layers: readonly Solution[]
  readonly cost: number
}

/**
 * Chains of `count` layers from one side to another, best first. Grows (or shrinks) by transposed (or plain)
 * convolutions, those with even overlap first, in steps as equal as the sides allow.
 */
export function solveAxisChain(
  from: number,
  to: number,
  count: number,
  type: Setting['type'] = to >= from ? 'ConvTranspose2d' : 'Conv2d',
  most = 5,
): readonly AxisChain[] {
  const [low, high] = [Math.min(from, to), Math.max(from, to)]
  const step = (to / from) ** (1 / count)
  let frontier = new Map<number, readonly AxisChain[]>([[from, [{ layers: [], cost: 0 }]]])
  for (let i = 0; i < count; i++) {
    const next = new Map<number, AxisChain[]>()
    for (const [side, chains] of frontier) {
      for (const solution of stepsFrom(side, type, low, high)) {
        if (i === count - 1 && solution.to !== to) continue
        const strain = Math.abs(Math.log(solution.to / side / step))
        for (const chain of chains) {
          const extended = {
            layers: [...chain.layers, solution],
            cost:
              chain.cost +
              strain * 4 +
              oddness(solution) +
              solution.kernelSize * 0.1 +
              (solution.unevenness > 1e-9 ? 100 : 0),
          }
          next.set(solution.to, [...(next.get(solution.to) ?? []), extended])
        }
      }
    }
    frontier = new Map(
      [...next].map(([side, chains]) => [side, chains.sort((a, b) => a.cost - b.cost).slice(0, most)]),
    )
  }
  return frontier.get(to) ?? []
}

/** The best setting for each side that one layer can reach. */
function stepsFrom(side: number, type: Setting['type'], low: number, high: number): readonly Solution[] {
  const best = new Map<number, Solution>()
  for (const setting of settings({ kernelSize: 7, stride: 4, dilation: 1 })) {
    if (setting.type !== type) continue
    const to = sideAfter(setting, side)
    if (to < low || to > high || !isNatural(setting, side, to)) continue
    const solution = { ...setting, from: side, to, unevenness: unevennessOf(setting) }
    const known = best.get(to)
    if (!known || rank(solution) < rank(known)) best.set(to, solution)
  }
  return [...best.values()]
}
