/** The IDX files of MNIST: a magic number, one size per axis, then bytes (yann.lecun.com/exdb/mnist, "the IDX file format"). */

/** An IDX file of bytes: the length of each axis, and the values in row-major order. */
export interface IdxFile {
  readonly sizes: readonly number[]
  readonly values: Uint8Array
}

/** True where the bytes begin as an IDX file of unsigned bytes does. */
export const isIdx = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 &&
  bytes[0] === 0 &&
  bytes[1] === 0 &&
  bytes[2] === 0x08 &&
  bytes[3]! >= 1 &&
  bytes[3]! <= 8

/** The number of axes of a file for which `isIdx` holds. */
export const idxAxes = (bytes: Uint8Array): number => bytes[3]!

/**
 * Reads an IDX file of unsigned bytes with `axes` axes. The values are a view of `bytes`.
 * @throws Error naming the file, what it should hold and what it holds.
 */
export function parseIdx(bytes: Uint8Array, axes: number, name: string): IdxFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = 4 + 4 * axes
  if (bytes.length < header) {
    throw new Error(`${name} ends within its header: ${header} bytes are needed, it has ${bytes.length}.`)
  }
  const magic = view.getUint32(0)
  const expected = 0x0800 + axes
  if (magic !== expected) {
    throw new Error(
      `${name} is not an IDX file of bytes with ${axes} ${axes === 1 ? 'axis' : 'axes'}: it must start with ${hex(expected)}, it starts with ${hex(magic)}.`,
    )
  }
  const sizes = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
  const count = sizes.reduce((product, size) => product * size, 1)
  const present = bytes.length - header
  if (present !== count) {
    const fault = present < count ? 'is cut short' : 'is longer than it says'
    throw new Error(
      `${name} ${fault}: ${sizes.join('×')} needs ${count} bytes behind the header, it has ${present}.`,
    )
  }
  return { sizes, values: bytes.subarray(header) }
}

const hex = (number: number): string => `0x${number.toString(16).padStart(8, '0')}`
