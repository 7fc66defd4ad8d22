import { escapeXml } from '../xml.ts'
import { pngAddress, pngStrip } from './png.ts'
import type { Experiment, ExperimentRow } from './rows.ts'

const margin = 24
const labelWidth = 86
const valueWidth = 132
/** Between the strips of one code size, and between two code sizes. */
const [near, far] = [4, 14]
const head = 104
/** The least height of a strip, which its label needs. */
const least = 28

/** Strips that are drawn already: the figure grows by one code size at a time, and packing pixels takes the longest. */
const drawn = new WeakMap<Uint8Array, string>()

function addressOf(pixels: Uint8Array, draw: () => Uint8Array): string {
  const known = drawn.get(pixels)
  if (known !== undefined) return known
  const address = pngAddress(draw())
  drawn.set(pixels, address)
  return address
}

/**
 * The figure of an experiment as the text of an SVG file, on white: the test digits, and below them what the network and
 * PCA make of them at each code size, with their errors. Pictures lie in it as PNG, pixel by pixel.
 */
export function experimentFigure({ title, terms, digits, rows }: Experiment): string {
  const { count, shape, originals } = digits
  const [, height = 28, width = 28] = shape
  const scale = Math.max(1, Math.round(least / height))
  const [gap, stripHeight] = [2 * scale, Math.max(least, height * scale)]
  const stripWidth = count * (width * scale + gap) - gap
  const left = margin + labelWidth
  const right = left + stripWidth + 16
  const parts: string[] = []
  let y = head

  const strip = (pixels: Uint8Array, label: string, value?: string, isBetter = false): void => {
    const address = addressOf(pixels, () =>
      pngStrip(pixels, count, shape, { scale: scale * 2, gap: gap * 2 }),
    )
    const middle = y + stripHeight / 2 + 4
    parts.push(
      `<text x="${margin}" y="${middle}" fill="#4D5563">${escapeXml(label)}</text>`,
      `<image x="${left}" y="${y}" width="${stripWidth}" height="${height * scale}" image-rendering="pixelated" href="${address}"/>`,
    )
    if (value !== undefined) {
      parts.push(
        `<text x="${right}" y="${middle}" fill="#181B22"${isBetter ? ' font-weight="600"' : ''}>${value}</text>`,
      )
    }
    y += stripHeight + near
  }

  strip(originals, 'originals', undefined)
  for (const row of rows) {
    y += far
    parts.push(
      `<text x="${margin}" y="${y}" fill="#181B22" font-weight="600">${row.dims} ${row.dims === 1 ? 'number' : 'numbers'}</text>`,
    )
    y += 8
    const isBelow = row.testMse < row.pcaTestMse
    strip(row.reconstructions, 'network', mse(row.testMse), isBelow)
    strip(row.pca, 'PCA', mse(row.pcaTestMse), !isBelow)
  }
  const [fullWidth, fullHeight] = [right + valueWidth - 60, y + 30]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${fullWidth}" height="${fullHeight}" viewBox="0 0 ${fullWidth} ${fullHeight}" font-family="Inter, system-ui, sans-serif" font-size="12">`,
    `<title>${escapeXml(`${title}: network and PCA at ${sizesOf(rows)}`)}</title>`,
    `<rect width="${fullWidth}" height="${fullHeight}" fill="#FFFFFF"/>`,
    `<text x="${margin}" y="34" fill="#181B22" font-size="15" font-weight="600">${escapeXml(title)}</text>`,
    ...terms.map(
      (line, i) =>
        `<text x="${margin}" y="${54 + 16 * i}" fill="#636B78" font-size="11">${escapeXml(line)}</text>`,
    ),
    `<text x="${right}" y="${head - 8}" fill="#636B78" font-size="11">test MSE</text>`,
    ...parts,
    `<text x="${margin}" y="${fullHeight - 16}" fill="#636B78" font-size="11">Mean squared error over test images; the lower one of a pair is bold.</text>`,
    '</svg>',
    '',
  ].join('\n')
}

const mse = (value: number): string => value.toFixed(4)

const sizesOf = (rows: readonly ExperimentRow[]): string =>
  `code sizes ${rows.map(({ dims }) => dims).join(', ')}`
