/** The overlap map as a figure, always on white: cells, axes, both profiles and the legend. */
import { escapeXml } from '../../formats/xml.ts'
import { cividisHex, inkOn } from './cividis.ts'
import { type Drawn, ticksOf } from './HeatMap.tsx'
import { mostOf } from './MapCanvas.tsx'
import { countsOf, formatTimes } from './words.ts'

const font = `font-family="Inter, 'Helvetica Neue', Arial, sans-serif"`

/** Cells of a row with the same colour are one rectangle, so that large maps stay small files. */
function cellsOf({ map }: Drawn, cell: number): string {
  const most = mostOf(map)
  const gap = cell >= 6 ? 0.5 : 0
  const parts: string[] = []
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < map.width; ) {
      const count = map.values[y * map.width + x]!
      let end = x + 1
      while (gap === 0 && end < map.width && map.values[y * map.width + end] === count) end++
      const width = (end - x) * cell - 2 * gap
      parts.push(
        `<rect x="${x * cell + gap}" y="${y * cell + gap}" width="${width}" height="${cell - 2 * gap}" fill="${cividisHex(most > 0 ? count / most : 0)}"/>`,
      )
      x = end
    }
  }
  return parts.join('')
}

function profileOf(line: Float64Array, cell: number, isVertical: boolean, depth: number): string {
  const most = line.reduce((a, b) => Math.max(a, b), 0)
  return Array.from(line, (value, i) => {
    const share = most > 0 ? value / most : 0
    const [start, length] = [(i * cell).toFixed(2), (share * depth).toFixed(2)]
    const box = isVertical
      ? `x="0" y="${start}" width="${length}" height="${cell}"`
      : `x="${start}" y="0" width="${cell}" height="${length}"`
    // The colour that the map has where two such counts meet.
    return `<rect ${box} fill="${cividisHex(share * share)}"/>`
  }).join('')
}

/** Each count with its colour. */
const swatchesOf = (counts: readonly number[], most: number): string =>
  counts
    .map((count, i) => {
      const share = most > 0 ? count / most : 0
      return `<rect x="${i * 44}" y="0" width="44" height="20" fill="${cividisHex(share)}"/><text x="${i * 44 + 22}" y="14" text-anchor="middle" font-size="11" fill="${inkOn(share)}">${formatTimes(count)}</text>`
    })
    .join('')

const rampSteps = 48

/** The colours from the least count to the most, where there are too many to name. */
function rampOf(least: number, most: number): string {
  const width = 200 / rampSteps
  const bars = Array.from({ length: rampSteps }, (_, i) => {
    const share = (least + ((most - least) * i) / (rampSteps - 1)) / most
    return `<rect x="${(i * width).toFixed(2)}" y="0" width="${(width + 0.5).toFixed(2)}" height="12" fill="${cividisHex(share)}"/>`
  })
  const end = (x: number, anchor: string, count: number) =>
    `<text x="${x}" y="26" text-anchor="${anchor}" font-size="11" fill="#4d5563">${formatTimes(count)}</text>`
  return `${bars.join('')}${end(0, 'start', least)}${end(200, 'end', most)}`
}

/** Room in pixels for a line of text in a figure, an ample estimate: the fonts of who opens it are not known. */
export const roomOf = (text: string, size: number): number => Math.ceil(text.length * size * 0.68)

/** The figure as SVG text; `title` and `note` may hold any characters. */
export function printMap(drawn: Drawn, title: string, note: string): string {
  const { map, lines } = drawn
  const cell = Math.max(1, Math.min(24, Math.floor(480 / Math.max(map.width, map.height))))
  const [width, height] = [map.width * cell, map.height * cell]
  const depth = 64
  const [left, top] = [60, 84]
  const { listed, least, most } = countsOf(map.values, 10)
  const legend = listed ? swatchesOf(listed, most) : rampOf(least, most)
  const ticks = (length: number) => ticksOf(length, 6)
  const total = {
    width: Math.max(left + Math.max(width + depth, roomOf(title, 18), roomOf(note, 12)) + 40, 480),
    height: top + height + depth + 92,
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total.width}" height="${total.height}" viewBox="0 0 ${total.width} ${total.height}" ${font}>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${left}" y="36" font-size="18" font-weight="600" fill="#181b22">${escapeXml(title)}</text>`,
    `<text x="${left}" y="58" font-size="12" fill="#4d5563">${escapeXml(note)}</text>`,
    `<g transform="translate(${left} ${top})" shape-rendering="crispEdges">${cellsOf(drawn, cell)}</g>`,
    ...ticks(map.height).map(
      row =>
        `<text x="${left - 8}" y="${top + (row + 0.5) * cell + 4}" text-anchor="end" font-size="11" fill="#636b78">${row}</text>`,
    ),
    ...ticks(map.width).map(
      column =>
        `<text x="${left + (column + 0.5) * cell}" y="${top - 6}" text-anchor="middle" font-size="11" fill="#636b78">${column}</text>`,
    ),
    `<g transform="translate(${left + width + 8} ${top})" shape-rendering="crispEdges">${profileOf(lines[0], cell, true, depth)}</g>`,
    `<g transform="translate(${left} ${top + height + 8})" shape-rendering="crispEdges">${profileOf(lines[1], cell, false, depth)}</g>`,
    `<text x="${left}" y="${top + height + depth + 46}" font-size="12" fill="#4d5563">count</text>`,
    `<g transform="translate(${left + 48} ${top + height + depth + 32})">${legend}</g>`,
    '</svg>',
    '',
  ].join('\n')
}
