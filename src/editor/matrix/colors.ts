import type { Pair } from '../../graph/shape.ts'

/** A colour for each tap, light enough for black text in both themes; neighbours differ in hue and lightness. */
export function tapColor([row, column]: Pair, [height, width]: Pair): string {
  const at = row * width + column
  const hue = (at * 360) / (height * width) + 30
  return `oklch(${at % 2 === 0 ? 0.82 : 0.72} 0.12 ${hue.toFixed(0)})`
}

/** A whole number with a true minus sign. */
export const numberText = (value: number): string => String(value).replace('-', '−')
