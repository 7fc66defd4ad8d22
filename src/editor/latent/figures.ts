/** The panel's pictures as figures for papers, always on white. */
import { escapeXml } from '../../formats/xml.ts'
import type { Shape } from '../../graph/shape.ts'
import { plural } from '../ui/numbers.ts'
import type { LegendEntry } from './classColors.ts'
import { formatCoordinate } from './formatCoordinate.ts'
import { drawPictures } from './Pictures.tsx'
import type { Pixels } from './pixels.ts'

const font = `font-family="Inter, 'Helvetica Neue', Arial, sans-serif"`

/** Pictures of one kind: a row, or a grid. */
interface Kind {
  readonly pixels: Pixels | undefined
  readonly shape: Shape
}

const text = (
  x: number,
  y: number,
  words: string,
  { size = 12, fill = '#4d5563', anchor = 'start', weight = 400 } = {},
): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escapeXml(words)}</text>`

/** The width of a letter on average, as a share of its size: that of wide faces, since none is shipped with a figure. */
const [letter, boldLetter, lineHeight] = [0.62, 0.68, 17]

function figure(width: number, height: number, title: string, note: string, body: readonly string[]): string {
  const wide = Math.max(width, Math.ceil(48 + title.length * 18 * boldLetter))
  const lines = linesOf(note, Math.floor((wide - 48) / (12 * letter)))
  const more = (lines.length - 1) * lineHeight
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${height + more}" viewBox="0 0 ${wide} ${height + more}" ${font}>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(24, 36, title, { size: 18, fill: '#181b22', weight: 600 }),
    ...lines.map((line, i) => text(24, 57 + i * lineHeight, line)),
    `<g transform="translate(0 ${more})">`,
    ...body,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** Words in lines of at most so many letters; a longer word has a line of its own. */
function linesOf(words: string, most: number): string[] {
  const lines = ['']
  for (const word of words.split(' ')) {
    const line = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`
    if (line.length <= most || lines.at(-1) === '') lines[lines.length - 1] = line
    else lines.push(word)
  }
  return lines
}

/** Whole pixels of the figure for each pixel of a picture. */
const zoomOf = ([, height = 28, width = 28]: Shape): number =>
  Math.max(1, Math.floor(64 / Math.max(height, width)))

/** Pictures in rows as one image that holds each pixel as it is. */
function image(kind: Kind, count: number, columns: number, gap: number, x: number, y: number) {
  const [, height = 1, width = 1] = kind.shape
  const zoom = zoomOf(kind.shape)
  const canvas = document.createElement('canvas')
  const pitch = [width * zoom + gap, height * zoom + gap] as const
  canvas.width = columns * pitch[0] - gap
  canvas.height = Math.ceil(count / columns) * pitch[1] - gap
  const context = canvas.getContext('2d')
  if (context) drawPictures(context, kind.pixels, kind.shape, { count, columns, pitch, scale: zoom })
  return {
    width: canvas.width,
    height: canvas.height,
    pitch,
    svg: `<image x="${x}" y="${y}" width="${canvas.width}" height="${canvas.height}" href="${canvas.toDataURL('image/png')}"/>`,
  }
}

/** The strips under each other, with what stands below each picture, such as its place on a path. */
export function printStrips(
  rows: readonly (Kind & { readonly name: string })[],
  below: { readonly name: string; readonly words: readonly string[] },
  title: string,
  note: string,
): string {
  const count = below.words.length
  let y = 84
  let [width, pitch] = [0, 0]
  const body = rows.flatMap(({ name, ...kind }) => {
    const strip = image(kind, count, count, 6, 110, y)
    const label = text(24, y + strip.height / 2 + 4, name)
    y += strip.height + 8
    width = Math.max(width, strip.width)
    pitch = Math.max(pitch, strip.pitch[0])
    return [label, strip.svg]
  })
  const ticks = below.words.map((words, i) =>
    text(110 + i * pitch + (pitch - 6) / 2, y + 14, words, { size: 11, anchor: 'middle' }),
  )
  return figure(110 + width + 24, y + 34, title, note, [...body, text(24, y + 14, below.name), ...ticks])
}

/** Grids side by side, each under its name. */
export function printGrids(
  grids: readonly (Kind & { readonly title: string })[],
  columns: number,
  count: number,
  title: string,
  note: string,
): string {
  let x = 24
  let height = 0
  const body = grids.flatMap(({ title: name, ...kind }) => {
    const grid = image(kind, count, columns, 4, x, 104)
    const label = text(x, 92, name)
    x += grid.width + 32
    height = Math.max(height, grid.height)
    return [label, grid.svg]
  })
  return figure(x - 8, 104 + height + 24, title, note, body)
}

/** The plane with its axes. */
export function printPlane(
  canvas: HTMLCanvasElement,
  axes: readonly [Axis, Axis],
  title: string,
  note: string,
  legend: readonly LegendEntry[],
): string {
  const side = 720
  const [left, top] = [70, 80]
  const [across, up] = axes
  const middle = top + side / 2
  const perRow = 6
  const entries = legend.flatMap(({ color, name }, i) => {
    const [x, y] = [left + ((i % perRow) * side) / perRow, top + side + 60 + Math.floor(i / perRow) * 18]
    // A colour that was chosen for black stands on black.
    const sample = `<rect x="${x}" y="${y - 9}" width="10" height="10" fill="#000"/><circle cx="${x + 5}" cy="${y - 4}" r="3.5" fill="${color}"/>`
    return [sample, text(x + 15, y, name, { size: 11 })]
  })
  const below = Math.ceil(legend.length / perRow) * 18
  return figure(left + side + 24, top + side + 54 + below, title, note, [
    ...entries,
    `<image x="${left}" y="${top}" width="${side}" height="${side}" href="${canvas.toDataURL('image/png')}"/>`,
    text(left, top + side + 18, across.from),
    text(left + side / 2, top + side + 36, across.name, { anchor: 'middle' }),
    text(left + side, top + side + 18, across.to, { anchor: 'end' }),
    text(left - 8, top + 10, up.to, { anchor: 'end' }),
    text(left - 8, top + side, up.from, { anchor: 'end' }),
    `<g transform="rotate(-90 ${left - 40} ${middle})">${text(left - 40, middle, up.name, { anchor: 'middle' })}</g>`,
  ])
}

/** An axis in words. */
export interface Axis {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** How codes spread along each coordinate. */
export function printHistograms(
  histograms: readonly { readonly from: number; readonly to: number; readonly counts: ArrayLike<number> }[],
  first: number,
  title: string,
  note: string,
): string {
  const [columns, wide, tall] = [Math.min(4, histograms.length), 270, 110]
  const body = histograms.map((histogram, i) => {
    const [x, y] = [24 + (i % columns) * (wide + 28), 84 + Math.floor(i / columns) * (tall + 56)]
    const counts = Array.from(histogram.counts)
    const most = Math.max(1, ...counts)
    const bars = counts.map((count, k) => {
      const height = (count / most) * tall
      return `<rect x="${x + (k * wide) / counts.length}" y="${y + tall - height}" width="${wide / counts.length - 0.6}" height="${height}" fill="#a82c74"/>`
    })
    return [
      ...bars,
      text(x, y + tall + 15, formatCoordinate(histogram.from), { size: 11 }),
      text(x + wide, y + tall + 15, formatCoordinate(histogram.to), { size: 11, anchor: 'end' }),
      text(
        x + wide / 2,
        y + tall + 30,
        `coordinate ${first + i + 1}; at most ${plural(most, 'image')} a bar`,
        {
          size: 11,
          anchor: 'middle',
        },
      ),
    ].join('')
  })
  const rows = Math.ceil(histograms.length / columns)
  return figure(24 + columns * (wide + 28), 84 + rows * (tall + 56), title, note, body)
}
