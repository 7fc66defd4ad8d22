/** The numbers behind the panel's pictures, as tables that any program reads. */
import type { Codes } from '../../training/latent/codes.ts'
import type { Histogram } from '../../training/latent/histogram.ts'
import type { PlaneView } from './labTypes.ts'
import type { Pixels } from './pixels.ts'

/** Pictures of one kind with the codes that they come from, if they come from codes. */
export interface PictureRow {
  readonly name: string
  readonly codes: Codes | undefined
  readonly pixels: Pixels | undefined
}

/**
 * A line for each picture: its kind, its place (`places`, named `place` in the header), its code, and its pixels from 0 to
 * 1, channels last. A cell is empty where a kind has no such number.
 */
export function picturesCsv(
  rows: readonly PictureRow[],
  place: string,
  places: readonly (number | string)[],
): string {
  const count = places.length
  const dims = Math.max(0, ...rows.map(({ codes }) => codes?.dims ?? 0))
  const size = Math.max(0, ...rows.map(({ pixels }) => (pixels?.length ?? 0) / count))
  const names = (stem: string, length: number) => Array.from({ length }, (_, i) => `${stem}${i + 1}`)
  const head = ['kind', place, ...names('code', dims), ...names('pixel', size)]
  const lines = rows.flatMap(({ name, codes, pixels }) => {
    if (!pixels) return []
    const factor = pixels instanceof Uint8Array ? 1 / 255 : 1
    return places.map((at, i) => {
      const code = Array.from({ length: dims }, (_, k) =>
        codes && k < codes.dims ? short(codes.values[i * codes.dims + k]!) : '',
      )
      const values = Array.from(pixels.subarray(i * size, (i + 1) * size), value => short(factor * value))
      return [name, typeof at === 'string' ? quoted(at) : at, ...code, ...values].join(',')
    })
  })
  return [head.join(','), ...lines, ''].join('\n')
}

/** A line for each point of the plane: its place among the test images, its class, x and y. */
export const planeCsv = (
  { labels, points }: Pick<PlaneView, 'labels' | 'points'>,
  classNames: readonly string[],
): string =>
  [
    'test image,class,x,y',
    ...Array.from(labels, (label, i) =>
      [i, quoted(classNames[label] ?? ''), points[2 * i], points[2 * i + 1]].join(','),
    ),
    '',
  ].join('\n')

/** A line for each bar: its coordinate, counted from 1, its ends, and the images in it. */
export const histogramsCsv = (histograms: readonly Histogram[], first: number): string =>
  [
    'coordinate,from,to,images',
    ...histograms.flatMap(({ from, to, counts }, i) =>
      Array.from(counts, (count, k) => {
        const width = (to - from) / counts.length
        return [first + i + 1, from + k * width, from + (k + 1) * width, count].join(',')
      }),
    ),
    '',
  ].join('\n')

/** As many digits as a 32-bit number has. */
const short = (value: number): string => String(Number(value.toPrecision(7)))

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
