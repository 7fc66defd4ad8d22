import { type Shape, sizeOf } from '../../graph/shape.ts'

/** Images side by side in memory: bytes, or values from 0 to 1 (what lies outside is drawn as black and white). */
export type Pixels = Uint8Array | Float32Array

/** Bytes as values from 0 to 1. */
export const valuesOf = (bytes: Uint8Array): Float32Array => Float32Array.from(bytes, byte => byte / 255)

/** Values as bytes, clipped. */
export const bytesOf = (values: Pixels): Uint8Array =>
  values instanceof Uint8Array
    ? values
    : Uint8Array.from(values, value => Math.round(255 * Math.min(1, Math.max(0, value))))

/** Puts images one behind the other. */
export function joined(images: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(images.reduce((sum, image) => sum + image.length, 0))
  let at = 0
  for (const image of images) {
    all.set(image, at)
    at += image.length
  }
  return all
}

/** One image of many. */
export const imageAt = <T extends Pixels>(pixels: T, shape: Shape, index: number): T =>
  pixels.subarray(index * sizeOf(shape), (index + 1) * sizeOf(shape)) as T

/** RGBA of one image, grey or RGB, channels last. */
export function rgbaOf(image: Pixels, [channels = 1, height = 1, width = 1]: Shape): ImageData {
  const bytes = bytesOf(image)
  const data = new ImageData(width, height)
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) data.data[4 * i + c] = bytes[i * channels + Math.min(c, channels - 1)] ?? 0
    data.data[4 * i + 3] = 255
  }
  return data
}
