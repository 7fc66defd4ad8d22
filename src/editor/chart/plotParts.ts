/** What the plots of losses have in common: their typeface, axes and marks. */
import uPlot from 'uplot'
import { formatTick, linearSplits, yAxisSplits } from '../ui/axes.ts'
import { formatCount } from '../ui/numbers.ts'

export const plotWords = '10.5px "Inter Variable", system-ui, sans-serif'

/** A colour of the theme by its token. */
export type Colours = (token: string) => string

/** The colours of the theme at this moment, as they are where the element stands. */
export function coloursAt(element: Element): Colours {
  const style = getComputedStyle(element)
  return token => style.getPropertyValue(`--${token}`).trim()
}

interface PlotLook {
  readonly colours: Colours
  readonly isLog: boolean
  /** Stands behind the last number along the axis. */
  readonly unit: string
  /** The numbers along the axis up to `end`, in a plot of this width in pixels. */
  splits(end: number, width: number): number[]
}

/** The options that all plots share: no legend of uPlot's own, a cursor that reads, two axes. */
export function plotBase(element: HTMLElement, { colours, isLog, unit, splits }: PlotLook) {
  const axis = {
    stroke: colours('text-3'),
    font: plotWords,
    gap: 6,
    ticks: { show: false },
  }
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [8, 34, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    axes: [
      {
        ...axis,
        size: 26,
        grid: { show: false },
        border: { show: true, stroke: colours('line-2'), width: 1 },
        splits: ({ width }, _, __, end) => splits(end, width),
        values: (_, at) => at.map((x, i) => `${formatPlain(x)}${i === at.length - 1 ? ` ${unit}` : ''}`),
      },
      {
        ...axis,
        size: 44,
        border: { show: false },
        grid: { stroke: colours('line'), width: 1 },
        splits: ({ height }, _, min, max) =>
          fewer(yAxisSplits(min, max, isLog), Math.floor((height - 34) / lineHeight), isLog),
        filter: (_, at) => at,
        values: (_, at) => at.map(formatTick),
      },
    ],
  } satisfies Partial<uPlot.Options>
}

/** From one number at the axis of losses to the next, at the least, in pixels. */
const lineHeight = 14

/** No more numbers than there is room for: powers of ten where these are enough, else every other one or fewer. */
export function fewer(splits: readonly number[], most: number, isLog: boolean): number[] {
  if (splits.length <= most) return [...splits]
  const powers = isLog ? splits.filter(value => Math.abs(Math.log10(value) % 1) < 1e-9) : []
  const list = powers.length >= 2 ? powers : splits
  const every = Math.ceil(list.length / Math.max(2, most))
  return list.filter((_, i) => i % every === 0)
}

/** Numbers along an axis: "1,200", "0.25". */
const formatPlain = (x: number): string =>
  Number.isInteger(x) || x >= 1000 ? formatCount(x) : String(Number(x.toPrecision(3)))

/** Round numbers up to `end`, and the end itself where it does not touch the one before. */
export function placesUpTo(end: number): number[] {
  const splits = linearSplits(0, end)
  const gap = splits[1] ?? end
  return end - splits.at(-1)! > 0.8 * gap ? [...splits, end] : [...splits.slice(0, -1), end]
}

/** Half of the diagonal of a diamond, in pixels of the page. */
export const diamondSize = 4
/** From one diamond to the next, at the least; of many tests some are left out. */
export const leastApart = 10

/** A diamond at a place in pixels of the canvas, in the colours that the context has. */
export function drawDiamond(ctx: CanvasRenderingContext2D, x: number, y: number): void {
  const size = diamondSize * uPlot.pxRatio
  ctx.beginPath()
  ctx.moveTo(x, y - size)
  ctx.lineTo(x + size, y)
  ctx.lineTo(x, y + size)
  ctx.lineTo(x - size, y)
  ctx.closePath()
  ctx.fill()
  ctx.stroke()
}

/** Words in a plot, in pixels of the canvas: where they begin, how long they are, and the line that they stand on. */
export interface PlacedWords {
  readonly left: number
  readonly width: number
  readonly baseline: number
}

/** The line for words that touch none of the others: their own, else the nearest above with room; a line is `height` high. */
export function baselineClearOf(
  { left, width, baseline }: PlacedWords,
  others: readonly PlacedWords[],
  height: number,
): number {
  const inTheWay = others.find(
    other =>
      left < other.left + other.width &&
      other.left < left + width &&
      Math.abs(other.baseline - baseline) < height,
  )
  if (!inTheWay) return baseline
  return baselineClearOf({ left, width, baseline: inTheWay.baseline - height }, others, height)
}
