/**
 * The contents of a file that may be compressed with gzip. Its first two bytes decide: some servers announce
 * `Content-Encoding: gzip` for files named .gz, and then they arrive unpacked.
 * @throws Error where the compressed data is damaged.
 */
export async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
