import { type Shape, sizeOf } from '../../graph/shape.ts'

/** Which part of the network a tensor belongs to; `none` where the document does not say. */
export type TensorRole = 'encoder' | 'code' | 'decoder' | 'none'

/** The colour of each role, as a CSS value. */
export const roleColor: Readonly<Record<TensorRole, string>> = {
  encoder: 'var(--encoder)',
  code: 'var(--code)',
  decoder: 'var(--decoder)',
  none: 'var(--text-3)',
}

/** The pixels across a tensor: the side of an image (the geometric mean where its axes differ), the square root of a vector. */
export const sideOf = (shape: Shape): number =>
  Math.sqrt(shape.length >= 3 ? shape.at(-1)! * shape.at(-2)! : sizeOf(shape))

/** Channels of an image; anything else counts as one. */
export const channelsOf = (shape: Shape): number => (shape.length >= 3 ? sizeOf(shape.slice(0, -2)) : 1)

/** How thick the bar of a tensor is, in pixels: 2.5, 4.6, 6 for 1, 8, 32 channels, and never so thick as to fill the wire. */
export const barThickness = (channels: number): number => Math.min(9.5, 2.5 + 0.7 * Math.log2(channels))

/** How long the bar of a tensor is, in pixels, where one of `widest` pixels across takes `span`. */
export const barWidth = (shape: Shape, widest: number, span: number): number =>
  Math.max(4, (sideOf(shape) / widest) * span)

/** The small picture of a tensor: a rectangle in proportion, and how many sheets stand for its channels. */
export interface GlyphSize {
  readonly width: number
  readonly height: number
  readonly sheets: 1 | 2 | 3
}

/** The glyph of a tensor, in a square of 22 px, where the widest tensor of the document has `widest` pixels across. */
export function glyphOf(shape: Shape, widest: number): GlyphSize {
  const side = sideOf(shape)
  const [height, width] = shape.length >= 3 ? [shape.at(-2)!, shape.at(-1)!] : [side, side]
  const channels = channelsOf(shape)
  const scaled = (length: number) => Math.min(17.5, Math.max(3.5, (17.5 * length) / widest))
  const [w, h] = [scaled(width), scaled(height)]
  const sheets = Math.min(w, h) < 5 || channels < 8 ? 1 : channels < 32 ? 2 : 3
  return { width: w, height: h, sheets }
}
