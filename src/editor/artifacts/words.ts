/** What the artifacts panel and the marks say, as sentences. A count is a risk with a reason, never a verdict. */
import type { ComposedOverlap, LayerOverlap, OverlapReport } from '../../analyze/overlap.ts'
import { noticeable } from '../../analyze/risk.ts'
import type { Touch } from '../../analyze/ways.ts'
import type { Beyond } from '../../graph/definition.ts'
import type { Pair } from '../../graph/shape.ts'
import { type Inference, inferenceOf, type NodeInference } from '../../infer/inference.ts'
import { formatCount } from '../ui/numbers.ts'

/** An unevenness with two digits: "1.33". */
export const formatUnevenness = (unevenness: number): string => unevenness.toFixed(2)

/** A count: whole where it is whole, else with three digits, "2.25"; large ones in thousands. */
export function formatTimes(value: number): string {
  if (Math.abs(value - Math.round(value)) < 1e-6)
    return value < 1e7 ? formatCount(Math.round(value)) : value.toPrecision(3)
  return value < 1000 ? String(Number(value.toPrecision(3))) : formatCount(Math.round(value))
}

/** The counts of a map: each of them in rising order where they are few, else the least and the most alone. */
export interface Counts {
  readonly listed: readonly number[] | undefined
  readonly least: number
  readonly most: number
}

/** Counts that are equal but for rounding are one. A large map is read without sorting what is not listed. */
export function countsOf(values: Iterable<number>, few: number): Counts {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let listed: number[] | undefined = []
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
    if (listed && !listed.some(other => Math.abs(value - other) <= 1e-9 * Math.abs(value))) {
      if (listed.length === few) listed = undefined
      else listed.push(value)
    }
  }
  return { listed: listed?.sort((a, b) => a - b), least, most }
}

/** Kernel and stride of a layer as text, "2×3"; pooling without a stride of its own takes its kernel's. */
export function windowWords(params: Readonly<Record<string, unknown>>): {
  readonly kernel?: string
  readonly stride?: string
} {
  const { kernelSize, stride } = params
  const text = (value: unknown) => [value].flat().join('×')
  return {
    ...(kernelSize !== undefined && { kernel: text(kernelSize) }),
    ...(stride !== undefined && { stride: text(stride ?? kernelSize) }),
  }
}

const listed = (items: readonly string[], last = 'or'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`

/** "1, 2 or 4 times", or "1 to 36 times" where they are many. */
export function timesWords(values: Iterable<number>): string {
  const { listed: counts, least, most } = countsOf(values, 5)
  if (counts?.length === 1 && counts[0] === 1) return 'once'
  return `${counts ? listed(counts.map(formatTimes)) : `${formatTimes(least)} to ${formatTimes(most)}`} times`
}

/** "Paints unevenly: 1 to 4 times". */
export function riskTitle({ kind, tile }: LayerOverlap): string {
  const { least, most } = countsOf(tile.values, 0)
  const range = `${formatTimes(least)} to ${formatTimes(most)} times`
  return kind === 'forward' ? `Paints unevenly: ${range}` : `Its gradient is uneven: ${range}`
}

/** What becomes of it: "deconv3 evens it out, so the whole decoder is even." */
export function fateOf(layer: LayerOverlap, report: OverlapReport, evenedBy: string | undefined): string {
  const isForward = layer.kind === 'forward'
  const whole = isForward ? report.forward : report.gradient
  const part = isForward ? 'the whole decoder' : "the encoder's whole gradient"
  const other = whole && whole.unevenness >= noticeable
  if (evenedBy !== undefined) {
    const rest = other
      ? `${part} is uneven all the same: ${formatUnevenness(whole.unevenness)}.`
      : whole
        ? `so ${part} is even.`
        : undefined
    return `${evenedBy} evens it out${rest ? `, ${other ? 'but ' : ''}${rest}` : '.'}`
  }
  return other
    ? `No layer evens it out: ${part} has ${formatUnevenness(whole.unevenness)}.`
    : `No single layer evens it out${whole ? `, but ${part} comes out even` : ''}.`
}

/** Why a layer has no size yet, as a sentence; undefined where it has one. */
export function whyNoSize(inference: Inference, id: string): string | undefined {
  const node = inferenceOf(inference, id)
  if (node?.state === 'problem') return `${id} has a problem with its size, which has to fit first.`
  if (node?.state === 'waiting') return `${id} waits for the size of ${node.for.join(', ')}.`
  return undefined
}

/** Why a layer has no fix: nothing was tried for its kind, or nothing of what was tried keeps the size. */
export const noFixWords = (layer: NodeInference | undefined): string =>
  layer?.definition.alternatives
    ? 'Nothing close to these settings is even and keeps the size. Tried: the multiples of the stride around the kernel, its dilation and dilation 1, each with any padding up to half the window.'
    : `No fix is offered for ${layer?.definition.title ?? 'this kind of layer'}; a kernel that is a multiple of the stride evens it out, where the sizes allow it.`

/** "12×12", or "12×10". */
export const formatPair = (pair: Pair): string => pair.join('×')

/** "period 4×4", and where the map is too small to show it, or there is none, that. */
export function periodWords({ period, map }: Pick<ComposedOverlap, 'period' | 'map'>): string {
  if (!period) return 'without a period'
  const isLonger = period[0] > map.height || period[1] > map.width
  return `period ${formatPair(period)}${isLonger ? ', longer than the map' : ''}`
}

/** "Painted 4 times · row 8, col 12", "Never reached · row 0, col 0". */
export function countSentence(verb: 'Painted' | 'Reached', count: number, [row, column]: Pair): string {
  const times =
    count === 0
      ? `Never ${verb.toLowerCase()}`
      : `${verb} ${count === 1 ? 'once' : `${formatTimes(count)} times`}`
  return `${times} · row ${row}, col ${column}`
}

/** Pixels that are named before the rest is left out. */
const named = 6

const listedNumbers = (numbers: readonly (string | number)[]): string =>
  numbers.slice(0, named).join(', ') + (numbers.length > named ? ', …' : '')

const beyondWords: Readonly<Record<Beyond, string>> = {
  reflect: 'mirrored at the border',
  replicate: 'repeated at the border',
  circular: 'carried round',
}

/** "rows 3, 4 by taps 2, 0"; "row 1 by tap 0; mirrored at the border: row 0 by tap 0". */
export function tapsSentence(name: 'row' | 'column', taps: readonly Touch[], beyond?: Beyond): string {
  const list = (some: readonly Touch[]) => {
    const [noun, by] = some.length > 1 ? [`${name}s`, 'taps'] : [name, 'tap']
    return `${noun} ${listedNumbers(some.map(({ at }) => at))} by ${by} ${listedNumbers(some.map(({ tap }) => tap))}`
  }
  const inside = taps.filter(({ isBeyond }) => !isBeyond)
  const outside = taps.filter(({ isBeyond }) => isBeyond)
  const parts = [
    inside.length > 0 && list(inside),
    outside.length > 0 && `${beyond ? beyondWords[beyond] : 'beyond the border'}: ${list(outside)}`,
  ].filter(part => part !== false)
  return parts.length > 0 ? parts.join('; ') : `no ${name}`
}

/** For layers without taps, which copy or mix pixels: "row 3", "rows 3, 4 by shares 0.75, 0.25". */
export function sharesSentence(name: 'row' | 'column', shares: ArrayLike<number>): string {
  const places = Array.from({ length: shares.length }, (_, at) => at).filter(at => shares[at] !== 0)
  if (places.length === 0) return `no ${name}`
  const which = `${name}${places.length > 1 ? 's' : ''} ${listedNumbers(places)}`
  if (places.every(at => Math.abs(shares[at]! - 1) < 1e-9)) return which
  const amounts = places.map(at => String(Number(shares[at]!.toPrecision(3))).replace('-', '−'))
  return `${which} by ${places.length > 1 ? 'shares' : 'a share of'} ${listedNumbers(amounts)}`
}

/** Along a whole way: "rows 0 to 3 in 12 ways". */
export function waysSentence(name: 'row' | 'column', ways: ArrayLike<number>): string {
  const reached = Array.from({ length: ways.length }, (_, i) => i).filter(i => ways[i]! > 0)
  const [first, last] = [reached[0], reached.at(-1)]
  if (first === undefined || last === undefined) return `no ${name}`
  const total = reached.reduce((sum, i) => sum + ways[i]!, 0)
  const which = first === last ? `${name} ${first}` : `${name}s ${first} to ${last}`
  return `${which} in ${total === 1 ? 'one way' : `${formatTimes(total)} ways`}`
}
