/** Copying bytes together. */

/** The images at these places, one behind the other; `size` is the number of bytes of each. */
export function pickImages(
  pixels: Uint8Array,
  places: readonly number[],
  size: number,
): Uint8Array<ArrayBuffer> {
  const picked = new Uint8Array(places.length * size)
  places.forEach((place, i) => {
    picked.set(pixels.subarray(place * size, (place + 1) * size), i * size)
  })
  return picked
}

/**
 * All that a stream brings. `onPart` hears how many bytes have come; what it throws ends the stream, and is thrown.
 */
export async function readAll(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onPart: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let received = 0
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value)
    received += next.value.length
    try {
      onPart(received)
    } catch (error) {
      await reader.cancel()
      throw error
    }
  }
  const all = new Uint8Array(received)
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}
