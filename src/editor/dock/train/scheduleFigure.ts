/** How the learning rate goes over a run: its path in a picture of some size, the picture as a figure, and as a table. */
import type { FullTraining } from '../../../graph/training.ts'
import { rateAt } from '../../../training/client.ts'
import { formatTick, linearSplits } from '../../ui/axes.ts'
import { formatCount } from '../../ui/numbers.ts'
import { formatRate } from './ratePlot.ts'

/** The rates of a run. */
export interface Schedule {
  readonly total: number
  /** The largest one. */
  readonly peak: number
  readonly first: number
  readonly last: number
  /** That of a step, from 0. */
  at(step: number): number
}

/** The schedule over so many training images. */
export function scheduleOf(training: FullTraining, images: number): Schedule {
  const perEpoch = Math.max(1, Math.ceil(images / training.batchSize))
  const total = perEpoch * training.epochs
  const at = (step: number) => rateAt(training, step, total, perEpoch)
  return { total, peak: training.learningRate, first: at(0), last: at(total - 1), at }
}

/** The part of a picture that a curve takes, in pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The curve as the `d` of a path, a point for each pixel or step, whichever are fewer. */
export function schedulePath({ total, peak, at }: Schedule, box: Box): string {
  const count = Math.max(1, Math.min(box.width, total - 1))
  return Array.from({ length: count + 1 }, (_, i) => {
    const step = Math.min(total - 1, Math.floor((i / count) * total))
    const y = box.top + box.height * (1 - at(step) / peak)
    return `${i === 0 ? 'M' : 'L'}${(box.left + (i / count) * box.width).toFixed(1)} ${y.toFixed(1)}`
  }).join('')
}

const figureBox: Box = { left: 76, top: 44, width: 600, height: 240 }

/** The schedule as SVG, always on white. */
export function printSchedule(schedule: Schedule): string {
  const { left, top, width, height } = figureBox
  const { total, peak } = schedule
  const bottom = top + height
  const grid = linearSplits(0, peak).map(rate => {
    const y = (bottom - height * (rate / peak)).toFixed(1)
    return `<path d="M${left} ${y}h${width}" stroke="#dde0e6"/><text x="${left - 8}" y="${Number(y) + 4}" text-anchor="end">${formatTick(rate)}</text>`
  })
  const ticks = linearSplits(0, total).map(
    step =>
      `<text x="${(left + width * (step / total)).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${formatCount(step)}</text>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + width + 34}" height="${bottom + 52}" viewBox="0 0 ${left + width + 34} ${bottom + 52}" font-family="Inter, 'Helvetica Neue', Arial, sans-serif" font-size="11" fill="#4d5563">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="${left}" y="24">${scheduleWords(schedule)}</text>`,
    ...grid,
    `<path d="M${left} ${bottom}h${width}" stroke="#8a92a0"/>`,
    ...ticks,
    `<text x="${left + width / 2}" y="${bottom + 38}" text-anchor="middle">steps</text>`,
    `<text transform="translate(16 ${top + height / 2}) rotate(-90)" text-anchor="middle">learningRate</text>`,
    `<path d="${schedulePath(schedule, figureBox)}" fill="none" stroke="#4a43c9" stroke-width="1.5"/>`,
    '</svg>',
    '',
  ].join('\n')
}

/** "learningRate from 0.001 to 3e−9 in 2,345 steps". */
export const scheduleWords = ({ first, last, total }: Schedule): string =>
  `learningRate from ${short(first)} to ${short(last)} in ${formatCount(total)} steps`

const short = (rate: number): string => formatRate(Number(rate.toPrecision(2)))

/** The rate of every step, from 1. */
export const scheduleCsv = ({ total, at }: Schedule): string =>
  ['step,learning_rate', ...Array.from({ length: total }, (_, i) => `${i + 1},${at(i)}`), ''].join('\n')
