import type { NumberArray } from './numbers.ts'

/** Labels as they stand in a file: numbers or words, one for each image. */
export interface LabelList {
  readonly name: string
  readonly values: readonly (number | string)[]
}

/** Labels are bytes, so that there are at most so many classes. */
export const mostClasses = 256

/** Labels of an array: N, N×1, or N×classes with a 1 at the class. @throws Error naming the array. */
export function toLabels({ name, shape, values, words }: NumberArray): LabelList {
  const [count = 0, width = 1] = shape
  if (shape.length > 2)
    throw new Error(`${name} has the shape ${shape.join('×')}; labels are N, N×1 or N×classes.`)
  if (words) return { name, values: words }
  const list = Array.from({ length: count }, (_, i) => {
    if (width === 1) return values[i]!
    const row = values.subarray(i * width, (i + 1) * width)
    const place = row.indexOf(1)
    if (place >= 0 && row.every((value, k) => value === (k === place ? 1 : 0))) return place
    const came = `${row.subarray(0, 6).join(', ')}${width > 6 ? ', …' : ''}`
    throw new Error(
      `${name}, row ${i + 1}: one 1 among ${width} columns, at the class, was expected; ${came} came.`,
    )
  })
  return { name, values: list }
}

/** The classes that some lists of labels name, in order: numbers by size, words by the alphabet. @throws Error */
export function classesOf(lists: readonly LabelList[]): readonly string[] {
  const texts = new Set<string>()
  for (const { name, values } of lists) {
    for (const value of values) {
      if (typeof value === 'number' && !Number.isInteger(value)) {
        throw new Error(`${name} has the label ${value}; labels are whole numbers or words.`)
      }
      texts.add(String(value))
      if (texts.size > mostClasses) {
        throw new Error(`${name} names more than ${mostClasses} classes, which is the most there may be.`)
      }
    }
  }
  const isNumeric = [...texts].every(text => text.trim() !== '' && Number.isFinite(Number(text)))
  return [...texts].sort(isNumeric ? (a, b) => Number(a) - Number(b) : undefined)
}

/** Each label as its place among the classes. */
export function labelBytes({ values }: LabelList, classes: readonly string[]): Uint8Array {
  const index = new Map(classes.map((name, i) => [name, i]))
  return Uint8Array.from(values, value => index.get(String(value))!)
}
