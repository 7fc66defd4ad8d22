import { zlibSync } from 'fflate'

/**
 * Images side by side as the bytes of a PNG file (ISO/IEC 15948): `count` of them, channels last, grey or RGB, each pixel
 * drawn as a square of `scale`, with `gap` transparent pixels between two images. Written by hand, so that page and
 * command line draw the same file.
 */
export function pngStrip(
  pixels: Uint8Array,
  count: number,
  [channels = 1, height = 1, width = 1]: readonly number[],
  { scale = 1, gap = 0 } = {},
): Uint8Array {
  const [across, down] = [count * (width * scale + gap) - gap, height * scale]
  // Each line begins with the number of its filter, 0 for none.
  const line = 1 + across * 4
  const data = new Uint8Array(down * line)
  for (let y = 0; y < down; y++) {
    for (let image = 0; image < count; image++) {
      for (let x = 0; x < width * scale; x++) {
        const from = ((image * height + Math.floor(y / scale)) * width + Math.floor(x / scale)) * channels
        const to = y * line + 1 + (image * (width * scale + gap) + x) * 4
        for (let c = 0; c < 3; c++) data[to + c] = pixels[from + Math.min(c, channels - 1)] ?? 0
        data[to + 3] = 255
      }
    }
  }
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, across)
  view.setUint32(4, down)
  // 8 bits a channel, RGB with transparency.
  header.set([8, 6, 0, 0, 0], 8)
  const parts = [
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(data, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    file.set(part, offset)
    offset += part.length
  }
  return file
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i)
  bytes.set(data, 8)
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)))
  return bytes
}

/** The checksum of PNG (ISO/IEC 15948, annex D): remainder by the polynomial 0xEDB88320, bit by bit. */
function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  for (const byte of bytes) {
    remainder ^= byte
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0)
  }
  return (remainder ^ 0xffffffff) >>> 0
}

/** Bytes of a PNG file as an address that a picture can be read from. */
export function pngAddress(file: Uint8Array): string {
  let text = ''
  for (const byte of file) text += String.fromCharCode(byte)
  return `data:image/png;base64,${btoa(text)}`
}
