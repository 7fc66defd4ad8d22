import { readAll } from './bytes.ts'

/**
 * The contents of a file that may be compressed with gzip. Its first two bytes decide: some servers announce
 * `Content-Encoding: gzip` for files named .gz, and then they arrive unpacked.
 * @throws Error where the compressed data is damaged, or unpacks to more than `most` bytes.
 */
export async function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return readAll(stream, length => {
    if (length <= most) return
    throw new Error(
      `it unpacks to more than ${Math.floor(most / 2 ** 20)} MiB, which is the most that is read`,
    )
  })
}
