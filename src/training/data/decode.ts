import type { Decoded } from './pictures.ts'

/** The most pixels that a picture may have, so that decoding it stays within memory. */
const mostPixelsOfOne = 64 * 2 ** 20

/** Decodes a picture with the browser, in a worker; what is transparent stands on black. @throws Error naming it. */
export async function decodePicture(bytes: Uint8Array, path: string): Promise<Decoded> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]))
  } catch {
    throw new Error(`${path} cannot be decoded: it is damaged, or no picture.`)
  }
  const { width, height } = bitmap
  try {
    if (width * height > mostPixelsOfOne) {
      throw new Error(`${path} has ${width}×${height} pixels; at most 64 million are decoded.`)
    }
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error(`${path} cannot be decoded: the browser gives no canvas for it.`)
    context.fillStyle = '#000'
    context.fillRect(0, 0, width, height)
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, width, height)
    const pixels = new Uint8Array(3 * width * height)
    for (let i = 0; i < width * height; i++) {
      pixels[3 * i] = data[4 * i]!
      pixels[3 * i + 1] = data[4 * i + 1]!
      pixels[3 * i + 2] = data[4 * i + 2]!
    }
    return { width, height, pixels }
  } finally {
    bitmap.close()
  }
}
