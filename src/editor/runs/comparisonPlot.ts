import uPlot from 'uplot'
import { formatTick, linearSplits, yAxisSplits } from '../ui/axes.ts'
import { formatCount, formatLoss } from '../ui/numbers.ts'
import { type Comparison, lookOf, rangeOf } from './comparison.ts'

/** What lies under the pointer: the step, and the loss of each run there. */
export interface ComparisonReading {
  readonly step: string
  readonly losses: readonly { readonly id: string; readonly name: string; readonly loss: string }[]
}

/** Draws the curves into an element, in the colours of the theme at this moment; tests are diamonds. */
export function createComparisonPlot(
  element: HTMLElement,
  comparison: Comparison,
  isLog: boolean,
  onRead: (reading: ComparisonReading | undefined) => void,
): uPlot {
  const colour = (name: string) => getComputedStyle(element).getPropertyValue(`--${name}`).trim()
  const { curves, steps, lastStep } = comparison
  const axis = {
    stroke: colour('text-3'),
    font: '10.5px "Inter Variable", system-ui, sans-serif',
    ticks: { show: false },
  }
  const read = (index: number | null | undefined): ComparisonReading | undefined => {
    if (index == null) return undefined
    const losses = curves.flatMap(({ id, name, losses }) => {
      const loss = losses[index]
      return loss == null ? [] : [{ id, name, loss: formatLoss(loss) }]
    })
    return { step: formatCount(Math.round(steps[index]!)), losses }
  }
  const options: uPlot.Options = {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [8, 34, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 5 }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [0, Math.max(1, lastStep)] },
      y: { distr: isLog ? 3 : 1, range: () => rangeOf(comparison, isLog) },
    },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 6,
        grid: { show: false },
        border: { show: true, stroke: colour('line-2'), width: 1 },
        splits: (_, __, ___, max) => stepSplits(max),
        values: (_, splits) =>
          splits.map((split, i) => `${formatCount(split)}${i === splits.length - 1 ? ' steps' : ''}`),
      },
      {
        ...axis,
        size: 44,
        gap: 6,
        border: { show: false },
        grid: { stroke: colour('line'), width: 1 },
        splits: (_, __, min, max) => yAxisSplits(min, max, isLog),
        filter: (_, splits) => splits,
        values: (_, splits) => splits.map(formatTick),
      },
    ],
    series: [
      {},
      ...curves.map((curve, i) => {
        const { token, dash } = lookOf(i)
        return {
          label: curve.name,
          stroke: colour(token),
          width: 1.25,
          dash: [...dash],
          points: { show: false },
        }
      }),
    ],
    hooks: {
      draw: [plot => drawTests(plot, comparison, colour)],
      setCursor: [plot => onRead(read(plot.cursor.idx))],
    },
  }
  return new uPlot(options, [[...steps], ...curves.map(({ losses }) => [...losses])], element)
}

/** Round numbers of steps, and the last one where it does not touch the one before. */
export function stepSplits(max: number): number[] {
  const splits = linearSplits(0, max)
  const gap = splits[1] ?? max
  return max - splits.at(-1)! > 0.8 * gap ? [...splits, max] : [...splits.slice(0, -1), max]
}

function drawTests(plot: uPlot, { curves }: Comparison, colour: (name: string) => string): void {
  const { ctx } = plot
  const size = 4 * uPlot.pxRatio
  ctx.save()
  ctx.lineWidth = 1.25 * uPlot.pxRatio
  ctx.fillStyle = colour('panel')
  curves.forEach(({ tests }, i) => {
    ctx.strokeStyle = colour(lookOf(i).token)
    for (const { step, loss } of tests) {
      const [x, y] = [plot.valToPos(step, 'x', true), plot.valToPos(loss, 'y', true)]
      ctx.beginPath()
      ctx.moveTo(x, y - size)
      ctx.lineTo(x + size, y)
      ctx.lineTo(x, y + size)
      ctx.lineTo(x - size, y)
      ctx.closePath()
      ctx.fill()
      ctx.stroke()
    }
  })
  ctx.restore()
}
