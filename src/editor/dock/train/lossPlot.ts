import uPlot from 'uplot'
import { useTraining } from '../../store/trainingStore.ts'
import { formatTick, linearSplits, yAxisSplits } from '../../ui/axes.ts'
import { formatCount, formatLoss, formatShare, plural } from '../../ui/numbers.ts'
import { linearLine } from './linearOptimum.ts'

const words = '10.5px "Inter Variable", system-ui, sans-serif'

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
  const colour = (name: string) => getComputedStyle(element).getPropertyValue(`--${name}`).trim()
  const axis = {
    stroke: colour('text-3'),
    font: words,
    ticks: { show: false },
    border: { show: true, stroke: colour('line-2'), width: 1 },
  }
  const options: uPlot.Options = {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [8, 30, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { time: false },
      y: { distr: isLog ? 3 : 1, range: (_, min, max) => rangeOf(min, max, isLog) },
    },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 6,
        grid: { show: false },
        splits: ({ width }, __, min, max) => thinned(epochSplits(min, max), width),
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
    series: [{}, { stroke: colour('accent'), width: 1.25, points: { show: false } }],
    hooks: {
      draw: [
        plot => drawLinear(plot, colour('text'), colour('panel'), colour('accent')),
        plot => drawTests(plot, colour('text'), colour('panel')),
      ],
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

function rangeOf(min: number | null, max: number | null, isLog: boolean): [number, number] {
  const tests = useTraining.getState().evaluations.map(evaluation => evaluation.testLoss)
  const values = [min, max, linearLine()?.testMse, ...tests].filter(
    (value): value is number => value != null && Number.isFinite(value),
  )
  if (values.length === 0) return isLog ? [0.01, 1] : [0, 1]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (!isLog) return [0, high * 1.05 || 1]
  const floor = Math.max(low, high * 1e-6, 1e-12)
  return [floor * 0.85, Math.max(high * 1.15, floor * 1.5)]
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
function epochSplits(_: number, max: number): number[] {
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

/** PCA's error as a dashed line with its label, and a ring at the step at which the network went below it. */
function drawLinear(plot: uPlot, line: string, ground: string, accent: string): void {
  const linear = linearLine()
  if (!linear) return
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  const [y, right] = [plot.valToPos(linear.testMse, 'y', true), bbox.left + bbox.width]
  ctx.save()
  ctx.strokeStyle = line
  ctx.lineWidth = 1.25 * ratio
  ctx.setLineDash([5 * ratio, 3 * ratio])
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(right, y)
  ctx.stroke()
  ctx.setLineDash([])
  ctx.font = scaled(words, ratio)
  ctx.fillStyle = line
  ctx.textAlign = 'left'
  ctx.textBaseline = 'alphabetic'
  const text = `PCA, ${plural(linear.dims, 'dimension')} ${formatLoss(linear.testMse)}`
  // The curve comes from above: until it is well below the line, there is room under it.
  const last = useTraining.getState().curve.losses.at(-1) ?? Number.POSITIVE_INFINITY
  const isBelow = linear.crossedAt !== undefined && plot.valToPos(last, 'y', true) - y > 16 * ratio
  const isAbove = isBelow || bbox.top + bbox.height - y < 16 * ratio
  ctx.fillText(text, right - ctx.measureText(text).width, isAbove ? y - 5 * ratio : y + 13 * ratio)
  if (linear.crossedAt !== undefined) drawCrossing(plot, linear.crossedAt, y, { line, ground, accent })
  ctx.restore()
}

function drawCrossing(
  plot: uPlot,
  step: number,
  y: number,
  { line, ground, accent }: Readonly<Record<'line' | 'ground' | 'accent', string>>,
): void {
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  const x = plot.valToPos(step, 'x', true)
  ctx.beginPath()
  ctx.arc(x, y, 4 * ratio, 0, 2 * Math.PI)
  ctx.fillStyle = ground
  ctx.fill()
  ctx.strokeStyle = accent
  ctx.lineWidth = 1.5 * ratio
  ctx.stroke()
  ctx.fillStyle = line
  const text = `step ${formatCount(step)}`
  const room = bbox.left + bbox.width - ctx.measureText(text).width
  ctx.fillText(text, Math.min(x + 7 * ratio, room), y - 6 * ratio)
}

/** A font in the pixels of the screen. */
const scaled = (font: string, ratio: number): string =>
  font.replace(/^[\d.]+/, size => String(Number(size) * ratio))

/** A diamond for each test, and the value of the last one. */
function drawTests(plot: uPlot, line: string, ground: string): void {
  const { ctx } = plot
  const { evaluations } = useTraining.getState()
  const ratio = uPlot.pxRatio
  ctx.save()
  ctx.lineWidth = 1.25 * ratio
  ctx.strokeStyle = line
  ctx.fillStyle = ground
  const size = 4 * ratio
  evaluations.forEach(({ step, epoch, testLoss, accuracy }, i) => {
    const x = plot.valToPos(step, 'x', true)
    const y = plot.valToPos(testLoss, 'y', true)
    ctx.beginPath()
    ctx.moveTo(x, y - size)
    ctx.lineTo(x + size, y)
    ctx.lineTo(x, y + size)
    ctx.lineTo(x - size, y)
    ctx.closePath()
    ctx.fill()
    ctx.stroke()
    if (i < evaluations.length - 1) return
    const text = `test, epoch ${epoch}: ${formatLoss(testLoss)}${accuracy === undefined ? '' : `, ${formatShare(accuracy)} right`}`
    ctx.font = scaled(words, ratio)
    ctx.textAlign = 'left'
    ctx.textBaseline = 'alphabetic'
    const width = ctx.measureText(text).width
    const isRight = x + size * 2 + width < plot.bbox.left + plot.bbox.width
    // On the right there is no curve yet; at the end of the run the words go above it.
    const left = isRight ? x + size * 2 : plot.bbox.left + plot.bbox.width - width
    const top = isRight ? y - 4 * ratio : y - 9 * ratio
    ctx.fillStyle = line
    ctx.fillText(text, left, top)
    ctx.fillStyle = ground
  })
  ctx.restore()
}

/** All losses of the current run as a table. */
export function curveCsv(): string {
  const { curve, evaluations, facts } = useTraining.getState()
  const tests = new Map(evaluations.map(test => [test.step, test]))
  const hasAccuracy = evaluations.some(test => test.accuracy !== undefined)
  const name = (facts?.lossName ?? 'loss').toLowerCase().replace(/\W+/g, '_')
  const { steps, losses } = curve
  const linear = linearLine()
  const rows = Array.from(steps, (step, i) => {
    const test = tests.get(step)
    const accuracy = hasAccuracy ? `,${test?.accuracy ?? ''}` : ''
    return `${step},${losses[i]},${test?.testLoss ?? ''}${accuracy}${linear ? `,${linear.testMse}` : ''}`
  })
  const head = `step,batch_${name},test_${name}${hasAccuracy ? ',test_accuracy' : ''}${linear ? `,pca_${linear.dims}_test_mse` : ''}`
  return [head, ...rows, ''].join('\n')
}
