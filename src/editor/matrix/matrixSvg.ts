/** The matrix as a figure, always on white: entries in the colour of their tap, heads, and the kernel as the legend. */
import type { ConvolutionMatrix } from '../../analyze/matrix.ts'
import { escapeXml } from '../../formats/xml.ts'
import { formatCount } from '../ui/numbers.ts'
import type { Cell } from './cells.ts'
import { numberText, tapColor } from './colors.ts'

interface PrintedMatrix {
  readonly title: string
  readonly layer: string
  readonly matrix: ConvolutionMatrix
  readonly cells: readonly Cell[]
  readonly kernel: readonly (readonly number[])[]
}

/** The figure as SVG text. */
export function printMatrix({ title, layer, matrix, cells, kernel }: PrintedMatrix): string {
  const side = Math.max(8, Math.min(28, Math.floor(760 / matrix.columns)))
  const [left, top, tap] = [76, 112, 28]
  const [width, height] = [matrix.columns * side, matrix.rows * side]
  const longest = cells.reduce((most, { value }) => Math.max(most, numberText(value).length), 0)
  const hasNumbers = side >= 6.6 * longest + 3
  const size = [kernel.length, kernel[0]!.length] as const
  const legendTop = top + height + 40
  const total = {
    width: Math.max(left + width + 40, 620),
    height: legendTop + size[0] * tap + 40,
  }
  const text = (x: number, y: number, size: number, fill: string, words: string, more = '') =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${more}>${escapeXml(words)}</text>`
  const middle = ' text-anchor="middle"'
  const every = side >= 14 ? 1 : 5
  const heads = (count: number, place: (i: number) => readonly [number, number], more: string) =>
    Array.from({ length: count }, (_, i) => i)
      .filter(i => i % every === 0)
      .map(i => text(...place(i), 10, '#636b78', String(i), more))
  const pixels = (pair: readonly number[]) => pair.join('×')
  const order = matrix.order === 'rows' ? 'row by row' : 'column by column'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total.width}" height="${total.height}" viewBox="0 0 ${total.width} ${total.height}" font-family="Inter, 'Helvetica Neue', Arial, sans-serif">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(
      left,
      36,
      18,
      '#181b22',
      `${layer} as a matrix: ${title}, ${matrix.rows}×${matrix.columns}`,
      ' font-weight="600"',
    ),
    text(
      left,
      58,
      12,
      '#4d5563',
      `from ${pixels(matrix.input)} to ${pixels(matrix.output)} pixels, vec ${order}; ${cells.length} of ${formatCount(matrix.rows * matrix.columns)} entries are not 0`,
    ),
    text(left + width / 2, top - 24, 11, '#636b78', 'input pixels', middle),
    text(
      0,
      0,
      11,
      '#636b78',
      'output pixels',
      ` transform="translate(36 ${top + height / 2}) rotate(-90)"${middle}`,
    ),
    ...heads(matrix.columns, i => [left + (i + 0.5) * side, top - 8], middle),
    ...heads(matrix.rows, i => [left - 8, top + (i + 0.5) * side + 4], ' text-anchor="end"'),
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#f4f5f7" stroke="#8a92a0"/>`,
    ...cells.map(
      ({ row, column, color }) =>
        `<rect x="${left + column * side + 0.5}" y="${top + row * side + 0.5}" width="${side - 1}" height="${side - 1}" fill="${color}"/>`,
    ),
    ...(hasNumbers
      ? cells.map(({ row, column, value }) =>
          text(
            left + (column + 0.5) * side,
            top + (row + 0.5) * side + 4,
            11,
            '#000000',
            numberText(value),
            middle,
          ),
        )
      : []),
    text(left, legendTop - 12, 12, '#4d5563', `kernel ${pixels(size)}`),
    ...kernel.flatMap((weights, y) =>
      weights.flatMap((weight, x) => [
        `<rect x="${left + x * tap + 0.5}" y="${legendTop + y * tap + 0.5}" width="${tap - 1}" height="${tap - 1}" fill="${tapColor([y, x], size)}"/>`,
        text(
          left + (x + 0.5) * tap,
          legendTop + (y + 0.5) * tap + 4,
          11,
          '#000000',
          numberText(weight),
          middle,
        ),
      ]),
    ),
    '</svg>',
    '',
  ].join('\n')
}
