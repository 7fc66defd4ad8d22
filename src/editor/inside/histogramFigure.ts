/** Histograms of a layer as one figure for papers, always on white, and as a table. */
import { escapeXml } from '../../formats/xml.ts'
import { plural } from '../ui/numbers.ts'

/** How many values fall into each of some bins of equal width between two edges. */
export interface CountedValues {
  readonly from: number
  readonly to: number
  readonly counts: ArrayLike<number>
}

/** A histogram with what it counts. */
export interface TitledHistogram {
  readonly title: string
  /** What lies along the axis: "weight"; several of them fall into a bar. */
  readonly axis: 'activation' | 'weight' | 'gradient'
  readonly histogram: CountedValues
}

/** A picture of a figure, with the address of its pixels. */
export interface FigurePicture {
  readonly title: string
  readonly width: number
  readonly height: number
  readonly href: string
}

const [columns, wide, tall] = [2, 300, 100]
const [left, top, across, down] = [24, 76, wide + 36, tall + 76]

/** What the axes of a histogram count, in words: both have to be told, since bars alone carry no numbers. */
export const axesInWords = ({ axis, histogram }: Pick<TitledHistogram, 'axis' | 'histogram'>): string =>
  `${axis}; at most ${plural(mostIn(histogram), 'value')} a bar`

/** The largest count of a bin. */
export const mostIn = ({ counts }: CountedValues): number =>
  Array.from(counts).reduce((most, count) => Math.max(most, count), 0)

/** An edge of a histogram: three digits, with an exponent where they would be lost. */
export function formatEdge(value: number): string {
  const size = Math.abs(value)
  const isPlain = value === 0 || (size >= 0.001 && size < 10_000)
  return (isPlain ? String(Number(value.toPrecision(3))) : value.toExponential(1)).replaceAll('-', '−')
}

/** All histograms under a heading as SVG, two in a row, and pictures below one another behind them. */
export function printLayerHistograms(
  plots: readonly TitledHistogram[],
  heading: string,
  pictures: readonly FigurePicture[] = [],
): string {
  const rows = Math.ceil(plots.length / columns)
  // No typeface is shipped with a figure: letters may be as wide as 0.68 of their size.
  const width = Math.max(
    left + Math.min(columns, plots.length) * across,
    2 * left + heading.length * 16 * 0.68,
    ...pictures.map(picture => 2 * left + Math.max(picture.width, picture.title.length * 12 * 0.68)),
  )
  let height = top + rows * down
  const shown = pictures.map(({ title, href, ...size }) => {
    const y = height
    height += size.height + 44
    return `<text x="${left}" y="${y - 8}" font-size="12" fill="#181b22">${escapeXml(title)}</text><image x="${left}" y="${y}" width="${size.width}" height="${size.height}" href="${href}" style="image-rendering:pixelated"/>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, 'Helvetica Neue', Arial, sans-serif" font-size="11" fill="#4d5563">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="${left}" y="36" font-size="16" font-weight="600" fill="#181b22">${escapeXml(heading)}</text>`,
    ...plots.map((plot, i) =>
      printOne(plot, left + (i % columns) * across, top + Math.floor(i / columns) * down),
    ),
    ...shown,
    '</svg>',
    '',
  ].join('\n')
}

function printOne(plot: TitledHistogram, x: number, y: number): string {
  const { title, histogram } = plot
  const { from, to, counts } = histogram
  const [most, pitch, base] = [Math.max(1, mostIn(histogram)), wide / counts.length, y + tall]
  const bars = Array.from(counts, (count, k) => {
    const height = (count / most) * tall
    return `<rect x="${x + k * pitch}" y="${base - height}" width="${pitch * 0.85}" height="${height}" fill="#4d5563"/>`
  })
  const zero = from < 0 && to > 0 ? x + (-from / (to - from)) * wide : undefined
  return [
    `<text x="${x}" y="${y - 8}" font-size="12" fill="#181b22">${escapeXml(title)}</text>`,
    ...bars,
    ...(zero === undefined
      ? []
      : [`<line x1="${zero}" x2="${zero}" y1="${y}" y2="${base}" stroke="#5b4bd6" stroke-dasharray="2 2"/>`]),
    `<line x1="${x}" x2="${x + wide}" y1="${base}" y2="${base}" stroke="#8a93a3"/>`,
    `<text x="${x}" y="${base + 15}">${formatEdge(from)}</text>`,
    `<text x="${x + wide}" y="${base + 15}" text-anchor="end">${formatEdge(to)}</text>`,
    `<text x="${x + wide / 2}" y="${base + 30}" text-anchor="middle">${escapeXml(axesInWords(plot))}</text>`,
  ].join('')
}

/** Every bar of every histogram: where it begins and ends, and how many values it holds. */
export function layerHistogramsCsv(plots: readonly TitledHistogram[]): string {
  const lines = plots.flatMap(({ title, histogram: { from, to, counts } }) => {
    const width = (to - from) / counts.length
    const name = /[",]/.test(title) ? `"${title.replaceAll('"', '""')}"` : title
    return Array.from(counts, (count, k) => `${name},${from + k * width},${from + (k + 1) * width},${count}`)
  })
  return ['histogram,from,to,values', ...lines, ''].join('\n')
}
