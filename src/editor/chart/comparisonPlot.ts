import uPlot from 'uplot'
import { formatLoss } from '../ui/numbers.ts'
import { apart, type Comparison, formatPlace, lookOf, rangeOf } from './comparison.ts'
import { type Colours, coloursAt, drawDiamond, leastApart, placesUpTo, plotBase } from './plotParts.ts'

/** What lies under the pointer: the place on the axis, and the loss of each run there. */
export interface ComparisonReading {
  readonly place: string
  readonly losses: readonly { readonly id: string; readonly name: string; readonly loss: string }[]
}

/** Draws the curves into an element, in the colours of the theme at this moment; tests are diamonds. */
export function createComparisonPlot(
  element: HTMLElement,
  comparison: Comparison,
  isLog: boolean,
  onRead: (reading: ComparisonReading | undefined) => void,
): uPlot {
  const colours = coloursAt(element)
  const { curves, xs, end, unit } = comparison
  const read = (index: number | null | undefined): ComparisonReading | undefined => {
    if (index == null) return undefined
    const losses = curves.flatMap(({ id, name, losses }) => {
      const loss = losses[index]
      return loss == null ? [] : [{ id, name, loss: formatLoss(loss) }]
    })
    return { place: formatPlace(xs[index]!, unit), losses }
  }
  const options: uPlot.Options = {
    ...plotBase(element, { colours, isLog, unit, splits: placesUpTo }),
    scales: {
      x: { time: false, range: () => [0, end > 0 ? end : 1] },
      y: { distr: isLog ? 3 : 1, range: () => rangeOf(comparison, isLog) },
    },
    series: [
      {},
      ...curves.map((curve, i) => {
        const { token, dash } = lookOf(i)
        return {
          label: curve.name,
          stroke: colours(token),
          width: 1.25,
          dash: [...dash],
          points: { show: false },
        }
      }),
    ],
    hooks: {
      draw: [plot => drawTests(plot, comparison, colours)],
      setCursor: [plot => onRead(read(plot.cursor.idx))],
    },
  }
  return new uPlot(options, [[...xs], ...curves.map(({ losses }) => [...losses])], element)
}

function drawTests(plot: uPlot, { curves }: Comparison, colours: Colours): void {
  const { ctx } = plot
  ctx.save()
  ctx.lineWidth = 1.25 * uPlot.pxRatio
  ctx.fillStyle = colours('panel')
  curves.forEach(({ tests }, i) => {
    ctx.strokeStyle = colours(lookOf(i).token)
    const place = ({ x }: { readonly x: number }) => plot.valToPos(x, 'x', true)
    for (const test of apart(tests, place, leastApart * uPlot.pxRatio)) {
      drawDiamond(ctx, place(test), plot.valToPos(test.loss, 'y', true))
    }
  })
  ctx.restore()
}
