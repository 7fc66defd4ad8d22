/** Curves as a figure, always on white: axes, curves, tests, the level and the legend. */
import { escapeXml } from '../../formats/xml.ts'
import { formatTick, linearSplits, yAxisSplits } from '../ui/axes.ts'
import { formatCount, formatLoss } from '../ui/numbers.ts'
import {
  apart,
  axisName,
  type Comparison,
  comparisonNote,
  formatPlace,
  lookOf,
  rangeOf,
  type XUnit,
} from './comparison.ts'

/** The colours of the light theme; a figure does not follow the screen. */
const ink: Readonly<Record<string, string>> = {
  accent: '#4a43c9',
  decoder: '#0b7a62',
  code: '#a82c74',
  risk: '#865700',
  encoder: '#1f6faf',
  error: '#b92c14',
}

const box = { left: 64, top: 24, width: 640, height: 320 } as const

/** The figure as SVG text. */
export function printComparison(comparison: Comparison, isLog: boolean): string {
  const { curves, xs, end, unit, level } = comparison
  const [low, high] = rangeOf(comparison, isLog)
  const scale = (value: number) => (isLog ? Math.log(value / low) / Math.log(high / low) : value / high)
  const x = (place: number) => round(box.left + (end > 0 ? place / end : 0) * box.width)
  const y = (loss: number) => round(box.top + (1 - scale(loss)) * box.height)
  const isDrawn = (loss: number | null | undefined): loss is number => loss != null && (!isLog || loss > 0)
  const bottom = box.top + box.height
  const stroke = (i: number) => {
    const { token, dash } = lookOf(i)
    return `stroke="${ink[token]}"${dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : ''}`
  }
  const lines = curves.map(({ losses }, i) => {
    let isDown = false
    const path = losses.map((loss, k) => {
      const draws = isDrawn(loss)
      const part = draws ? `${isDown ? 'L' : 'M'}${x(xs[k]!)} ${y(loss)}` : ''
      // Where nothing is said, the curve goes on; only a gap ends it.
      if (loss !== undefined) isDown = draws
      return part
    })
    return `<path d="${path.join('')}" fill="none" ${stroke(i)} stroke-width="1.25" stroke-linejoin="round"/>`
  })
  const tests = curves.flatMap(({ tests }, i) =>
    apart(
      tests.filter(({ loss }) => isDrawn(loss)),
      test => x(test.x),
      10,
    ).map(({ x: place, loss }) => {
      const [cx, cy] = [x(place), y(loss)]
      return `<path d="M${cx} ${cy - 4}l4 4l-4 4l-4 -4z" fill="#ffffff" stroke="${ink[lookOf(i).token]}" stroke-width="1.25"/>`
    }),
  )
  const grid = yAxisSplits(low, high, isLog).map(
    value =>
      `<path d="M${box.left} ${y(value)}h${box.width}" stroke="#dde0e6"/><text x="${box.left - 8}" y="${y(value) + 4}" text-anchor="end">${formatTick(value)}</text>`,
  )
  const ticks = (end > 0 ? linearSplits(0, end) : []).map(
    at =>
      `<text x="${x(at)}" y="${bottom + 18}" text-anchor="middle">${at < 100 ? at : formatCount(at)}</text>`,
  )
  const legend = curves.map(({ name, tests }, i) => {
    const top = bottom + 62 + i * 20
    const last = tests.at(-1)
    const test = last
      ? `, test ${formatTick(Number(last.loss.toPrecision(4)))} at ${formatPlace(last.x, unit)}`
      : ''
    return `<path d="M${box.left} ${top - 4}h22" ${stroke(i)} stroke-width="2"/><text x="${box.left + 30}" y="${top}" fill="#181b22">${escapeXml(name)}${test}</text>`
  })
  const dashed = `stroke="#181b22" stroke-dasharray="5 3"`
  const levels = level
    ? [
        `<path d="M${box.left} ${y(level.value)}h${box.width}" ${dashed} stroke-width="1.25"/>`,
        ...(level.crossedAt === undefined
          ? []
          : [
              `<circle cx="${x(level.crossedAt)}" cy="${y(level.value)}" r="4" fill="#ffffff" stroke="${ink.accent}" stroke-width="1.5"/>`,
            ]),
      ]
    : []
  if (level) {
    const top = bottom + 62 + curves.length * 20
    const crossing =
      level.crossedAt === undefined ? '' : `, gone below at ${formatPlace(level.crossedAt, unit)}`
    legend.push(
      `<path d="M${box.left} ${top - 4}h22" ${dashed} stroke-width="1.25"/><text x="${box.left + 30}" y="${top}" fill="#181b22">${escapeXml(level.name)} ${formatLoss(level.value)}${crossing}</text>`,
    )
  }
  const note = comparisonNote(comparison)
  const height = bottom + 62 + legend.length * 20 + 12
  const width = box.left + box.width + 24
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, 'Helvetica Neue', Arial, sans-serif" font-size="11" fill="#4d5563">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...grid,
    `<path d="M${box.left} ${bottom}h${box.width}" stroke="#8a92a0"/>`,
    ...ticks,
    `<text x="${box.left + box.width / 2}" y="${bottom + 36}" text-anchor="middle">${axisWords[unit]}${note ? ` (${escapeXml(note)})` : ''}</text>`,
    `<text transform="translate(16 ${box.top + box.height / 2}) rotate(-90)" text-anchor="middle">${escapeXml(axisName(comparison))}${isLog ? ', log scale' : ''}; line: batch, diamond: test</text>`,
    ...lines,
    ...levels,
    ...tests,
    ...legend,
    '</svg>',
    '',
  ].join('\n')
}

const axisWords: Readonly<Record<XUnit, string>> = {
  steps: 'steps',
  epochs: 'epochs',
  s: 'time in seconds',
  min: 'time in minutes',
  h: 'time in hours',
}

const round = (value: number): number => Math.round(value * 100) / 100
