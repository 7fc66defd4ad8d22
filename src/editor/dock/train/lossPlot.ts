import uPlot from 'uplot'
import { apart, rangeOf } from '../../chart/comparison.ts'
import {
  baselineClearOf,
  type Colours,
  coloursAt,
  diamondSize,
  drawDiamond,
  leastApart,
  type PlacedWords,
  plotBase,
  plotWords,
} from '../../chart/plotParts.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { linearSplits } from '../../ui/axes.ts'
import { formatCount, formatLoss, formatShare, plural } from '../../ui/numbers.ts'
import { linearLine } from './linearOptimum.ts'
import { levelOf } from './lossFigure.ts'

/** What lies under the pointer. */
export interface Reading {
  readonly step: string
  readonly loss: string
}

/** Draws the losses of the current run into an element; colours are those of the theme at this moment. */
export function createLossPlot(
  element: HTMLElement,
  isLog: boolean,
  onRead: (reading: Reading | undefined) => void,
): uPlot {
  const colours = coloursAt(element)
  const options: uPlot.Options = {
    ...plotBase(element, {
      ...{ colours, isLog, unit: 'steps' },
      splits: (end, width) => thinned(epochSplits(end), width),
    }),
    scales: {
      x: { time: false },
      y: { distr: isLog ? 3 : 1, range: (_, min, max) => yRange(min, max, isLog) },
    },
    series: [{}, { stroke: colours('accent'), width: 1.25, points: { show: false } }],
    hooks: {
      draw: [plot => drawTests(plot, colours, drawLinear(plot, colours))],
      setCursor: [
        plot => {
          const index = plot.cursor.idx
          const [step, loss] = index == null ? [] : [plot.data[0][index], plot.data[1]?.[index]]
          onRead(
            step === undefined || loss == null
              ? undefined
              : { step: formatCount(step), loss: formatLoss(loss) },
          )
        },
      ],
    },
  }
  return new uPlot(options, [[], []], element)
}

/** The range of the losses, with those of the tests and PCA's. */
function yRange(min: number | null, max: number | null, isLog: boolean): [number, number] {
  const { evaluations } = useTraining.getState()
  const tests = evaluations.map(({ step, testLoss }) => ({ x: step, loss: testLoss }))
  const level = levelOf(linearLine())
  return rangeOf({ curves: [{ losses: [min, max], tests }], ...(level && { level }) }, isLog)
}

/**
 * The end of the axis of steps. Within the first epoch it doubles now and then, so that a slow run has a curve to look
 * at; from then on it is the end of the run.
 */
export function lastStepShown(step: number, total: number, perEpoch: number): number {
  if (step >= perEpoch) return total
  return Math.min(total, 50 * 2 ** Math.max(0, Math.ceil(Math.log2((step + 1) / 45))))
}

/** Every other number where there is little room, the last one in any case: it has the unit. */
const thinned = (splits: number[], width: number): number[] =>
  width >= 280 ? splits : splits.filter((_, i) => (splits.length - 1 - i) % 2 === 0)

/** The ends of epochs, no more than fit, and the last step. */
function epochSplits(max: number): number[] {
  const perEpoch = useTraining.getState().facts?.stepsPerEpoch ?? max
  if (max < 2 * perEpoch) return linearSplits(0, max)
  const epochs = Math.max(1, Math.ceil(max / perEpoch))
  const every = Math.ceil(epochs / 5)
  const splits = [0]
  for (let epoch = every; epoch * perEpoch < max - every * perEpoch * 0.6; epoch += every) {
    splits.push(epoch * perEpoch)
  }
  splits.push(max)
  return splits
}

/** PCA's error as a dashed line with its label, and a ring at the step at which the network went below it. Yields the words. */
function drawLinear(plot: uPlot, colours: Colours): readonly PlacedWords[] {
  const linear = linearLine()
  if (!linear) return []
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  const [y, right] = [plot.valToPos(linear.testMse, 'y', true), bbox.left + bbox.width]
  ctx.save()
  ctx.strokeStyle = colours('text')
  ctx.lineWidth = 1.25 * ratio
  ctx.setLineDash([5 * ratio, 3 * ratio])
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(right, y)
  ctx.stroke()
  ctx.setLineDash([])
  ctx.font = scaled(plotWords, ratio)
  ctx.fillStyle = colours('text')
  ctx.textAlign = 'left'
  ctx.textBaseline = 'alphabetic'
  const text = `PCA, ${plural(linear.dims, 'dimension')} ${formatLoss(linear.testMse)}`
  // The curve comes from above: until it is well below the line, there is room under it.
  const last = useTraining.getState().curve.losses.at(-1) ?? Number.POSITIVE_INFINITY
  const isBelow = linear.crossedAt !== undefined && plot.valToPos(last, 'y', true) - y > 16 * ratio
  const isAbove = isBelow || bbox.top + bbox.height - y < 16 * ratio
  const { width } = ctx.measureText(text)
  const words = { left: right - width, width, baseline: isAbove ? y - 5 * ratio : y + 13 * ratio }
  ctx.fillText(text, words.left, words.baseline)
  const all =
    linear.crossedAt === undefined
      ? [words]
      : [words, drawCrossing(plot, linear.crossedAt, y, colours, words)]
  ctx.restore()
  return all
}

function drawCrossing(
  plot: uPlot,
  step: number,
  y: number,
  colours: Colours,
  label: PlacedWords,
): PlacedWords {
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  const x = plot.valToPos(step, 'x', true)
  ctx.beginPath()
  ctx.arc(x, y, 4 * ratio, 0, 2 * Math.PI)
  ctx.fillStyle = colours('panel')
  ctx.fill()
  ctx.strokeStyle = colours('accent')
  ctx.lineWidth = 1.5 * ratio
  ctx.stroke()
  ctx.fillStyle = colours('text')
  const text = `step ${formatCount(step)}`
  const { width } = ctx.measureText(text)
  const words = {
    ...{ left: Math.min(x + 7 * ratio, bbox.left + bbox.width - width), width },
    baseline: y - 6 * ratio,
  }
  const baseline = baselineClearOf(words, [label], lineHeight * ratio)
  ctx.fillText(text, words.left, baseline)
  return { ...words, baseline }
}

/** From one line of words to the next, in pixels of the page. */
const lineHeight = 13

/** A font in the pixels of the screen. */
const scaled = (font: string, ratio: number): string =>
  font.replace(/^[\d.]+/, size => String(Number(size) * ratio))

/** A diamond for each test, and the value of the last one, clear of what is written already. */
function drawTests(plot: uPlot, colours: Colours, written: readonly PlacedWords[]): void {
  const { ctx } = plot
  const { evaluations } = useTraining.getState()
  const ratio = uPlot.pxRatio
  const size = diamondSize * ratio
  ctx.save()
  ctx.lineWidth = 1.25 * ratio
  ctx.strokeStyle = colours('text')
  ctx.fillStyle = colours('panel')
  const place = ({ step }: { readonly step: number }) => plot.valToPos(step, 'x', true)
  const shown = apart(evaluations, place, leastApart * ratio)
  shown.forEach(({ step, epoch, testLoss, accuracy }, i) => {
    const x = place({ step })
    const y = plot.valToPos(testLoss, 'y', true)
    drawDiamond(ctx, x, y)
    if (i < shown.length - 1) return
    const text = `test, epoch ${epoch}: ${formatLoss(testLoss)}${accuracy === undefined ? '' : `, ${formatShare(accuracy)} right`}`
    ctx.font = scaled(plotWords, ratio)
    ctx.textAlign = 'left'
    ctx.textBaseline = 'alphabetic'
    const width = ctx.measureText(text).width
    const isRight = x + size * 2 + width < plot.bbox.left + plot.bbox.width
    // On the right there is no curve yet; at the end of the run the words go above it.
    const left = isRight ? x + size * 2 : plot.bbox.left + plot.bbox.width - width
    const words = { left, width, baseline: isRight ? y - 4 * ratio : y - 9 * ratio }
    ctx.fillStyle = colours('text')
    ctx.fillText(text, left, baselineClearOf(words, written, lineHeight * ratio))
  })
  ctx.restore()
}
