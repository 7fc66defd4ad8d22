/**
 * Size of one sample, channels first: `[32, 24, 24]`. The batch axis is never written down.
 * Rank 3 is an image (channels, height, width), rank 1 a vector; other ranks are allowed as torch allows them.
 */
export type Shape = readonly number[]

/** An `[height, width]` pair, the form in which every two-axis parameter is computed with. */
export type Pair = readonly [height: number, width: number]

/** The number of values in a tensor of this shape; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1)

/** A shape as it is printed everywhere: `32×24×24`. */
export const formatShape = (shape: Shape): string => (shape.length === 0 ? 'scalar' : shape.join('×'))

/** True where both shapes have the same axes of the same lengths. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((side, axis) => side === b[axis])

/**
 * The shape that a tensor has inside tfjs, batch axis left out. Images are channels last there
 * (`[32, 24, 20]` → `[24, 20, 32]`), everything else keeps torch's order.
 */
export const storedShape = (shape: Shape): Shape =>
  shape.length === 3 ? [shape[1]!, shape[2]!, shape[0]!] : shape

/** Reads `1x28x28` or `1×28×28`; undefined where the text is not a shape of positive whole numbers. */
export function parseShape(text: string): Shape | undefined {
  const sides = text.trim().split(/\s*[x×,]\s*/)
  const shape = sides.map(Number)
  return shape.length > 0 && sides.every(side => /^[1-9]\d{0,8}$/.test(side)) ? shape : undefined
}
