import { readAll } from './bytes.ts'

/**
 * The contents of a file that may be compressed with gzip. Its first two bytes decide: some servers announce
 * `Content-Encoding: gzip` for files named .gz, and then they arrive unpacked.
 * `onProgress` hears how much of what the file's end says has come, from 0 to 1.
 * @throws Error where the compressed data is damaged, or unpacks to more than `most` bytes.
 */
export async function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  most = Number.POSITIVE_INFINITY,
  onProgress: (part: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  // The last four bytes are the length of what was packed (RFC 1952, ISIZE).
  const whole = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length >= 4 ? Math.max(1, whole.getUint32(bytes.length - 4, true)) : 1
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return readAll(stream, received => {
    onProgress(Math.min(1, received / length))
    if (received <= most) return
    throw new Error(
      `it unpacks to more than ${Math.floor(most / 2 ** 20)} MiB, which is the most that is read`,
    )
  })
}
