/** A spectrum as a picture: frequency 0 in the middle, logarithm of the power by brightness. */
import { predictedFrequencies, type Spectrum } from '../../../analyze/spectrum.ts'
import { escapeXml } from '../../../formats/xml.ts'
import type { Pair } from '../../../graph/shape.ts'
import { cividis, cividisHex } from '../cividis.ts'
import { roomOf } from '../mapSvg.ts'

/** Decibels below the strongest frequency that are drawn in the darkest colour. */
export const depth = 60

/** A place in the picture, in bins from its top left corner. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** Where a bin is drawn: frequency 0 at ⌊side/2⌋, negative ones before it. */
const shifted = (bin: number, side: number): number => (bin + Math.floor(side / 2)) % side

/** Shares from 0 to 1 of the range that is drawn, row by row as in the picture. */
export function sharesOf({ height, width, power }: Spectrum): Float64Array {
  const peak = power.reduce((most, value) => Math.max(most, value), 0)
  const shares = new Float64Array(power.length)
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const level = peak > 0 ? (10 * Math.log10(power[v * width + u]! / peak)) / depth : -1
      shares[shifted(v, height) * width + shifted(u, width)] = Math.max(0, 1 + level)
    }
  }
  return shares
}

/** Where predicted frequencies lie; those at half a cycle stand at both ends of a picture with an even side. */
export const predictedPlaces = ({ height, width }: Spectrum, period: Pair): readonly Place[] =>
  height % period[0] !== 0 || width % period[1] !== 0
    ? []
    : predictedFrequencies(period).map(({ cycles }) => ({
        row: shifted((cycles[0] * height) / period[0], height),
        column: shifted((cycles[1] * width) / period[1], width),
      }))

/** Ticks of an axis: cycles a pixel, and where they stand. */
export const frequencyTicks = (side: number): readonly { readonly label: string; readonly at: number }[] =>
  [-0.5, -0.25, 0, 0.25, 0.5].flatMap(cycles => {
    const at = Math.floor(side / 2) + cycles * side + 0.5
    return at > side + 0.01 || at < 0 ? [] : [{ label: String(cycles).replace('-', '−'), at }]
  })

/** Writes the picture into an image of the spectrum's size. */
export function paintSpectrum(image: ImageData, spectrum: Spectrum): void {
  sharesOf(spectrum).forEach((share, i) => {
    image.data.set(cividis(share), i * 4)
    image.data[i * 4 + 3] = 255
  })
}

/** The spectrum as a figure, always on white. */
export function printSpectrum(
  spectrum: Spectrum,
  period: Pair,
  title: string,
  notes: readonly string[],
): string {
  const { height, width } = spectrum
  const cell = Math.max(2, Math.min(16, Math.floor(420 / Math.max(height, width))))
  const [left, top] = [72, 72 + 18 * notes.length]
  const shares = sharesOf(spectrum)
  const cells = Array.from(
    shares,
    (share, i) =>
      `<rect x="${(i % width) * cell}" y="${Math.floor(i / width) * cell}" width="${cell}" height="${cell}" fill="${cividisHex(share)}"/>`,
  ).join('')
  const rings = predictedPlaces(spectrum, period)
    .map(
      ({ row, column }) =>
        `<circle cx="${(column + 0.5) * cell}" cy="${(row + 0.5) * cell}" r="${Math.max(5, cell * 0.8)}"/>`,
    )
    .join('')
  const [right, bottom] = [left + width * cell, top + height * cell]
  const text = (x: number, y: number, size: number, color: string, words: string, more = '') =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${color}"${more}>${escapeXml(words)}</text>`
  const middle = ' text-anchor="middle"'
  const words = Math.max(roomOf(title, 18), ...notes.map(note => roomOf(note, 12)))
  const total = { width: Math.max(right + 40, left + words + 20, 560), height: bottom + 96 }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total.width}" height="${total.height}" viewBox="0 0 ${total.width} ${total.height}" font-family="Inter, 'Helvetica Neue', Arial, sans-serif">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(left, 36, 18, '#181b22', title, ' font-weight="600"'),
    ...notes.map((note, i) => text(left, 58 + 18 * i, 12, '#4d5563', note)),
    `<g transform="translate(${left} ${top})"><g shape-rendering="crispEdges">${cells}</g><g fill="none" stroke="#000000" stroke-width="3">${rings}</g><g fill="none" stroke="#ffffff" stroke-width="1.5">${rings}</g></g>`,
    ...frequencyTicks(width).map(({ label, at }) =>
      text(left + at * cell, bottom + 16, 11, '#636b78', label, middle),
    ),
    ...frequencyTicks(height).map(({ label, at }) =>
      text(left - 8, top + at * cell + 4, 11, '#636b78', label, ' text-anchor="end"'),
    ),
    text((left + right) / 2, bottom + 34, 11, '#636b78', 'cycles a pixel, across', middle),
    text(
      0,
      0,
      11,
      '#636b78',
      'down',
      ` transform="translate(20 ${(top + bottom) / 2}) rotate(-90)"${middle}`,
    ),
    `<g transform="translate(${left} ${bottom + 52})">${Array.from(
      { length: 24 },
      (_, i) => `<rect x="${i * 5}" y="0" width="5.2" height="10" fill="${cividisHex(i / 23)}"/>`,
    ).join('')}</g>`,
    text(left, bottom + 78, 11, '#636b78', `−${depth} dB`),
    text(left + 120, bottom + 78, 11, '#636b78', '0 dB', ' text-anchor="end"'),
    text(left + 140, bottom + 62, 11, '#636b78', 'power below the strongest; rings: predicted frequencies'),
    '</svg>',
    '',
  ].join('\n')
}
