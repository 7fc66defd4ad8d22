/** The IDX files of MNIST: a magic number, one size per axis, then numbers (yann.lecun.com/exdb/mnist, "the IDX file format"). */

import { type NumberArray, numberTypes, readNumbers } from './numbers.ts'

/** An IDX file of bytes: the length of each axis, and the values in row-major order. */
export interface IdxFile {
  readonly sizes: readonly number[]
  readonly values: Uint8Array
}

/** The type of the values by the third byte. */
const types: Readonly<Record<number, keyof typeof numberTypes>> = {
  8: 'u1',
  9: 'i1',
  11: 'i2',
  12: 'i4',
  13: 'f4',
  14: 'f8',
}

/** True where the bytes begin as an IDX file does. */
export const isIdx = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 &&
  bytes[0] === 0 &&
  bytes[1] === 0 &&
  types[bytes[2]!] !== undefined &&
  bytes[3]! >= 1 &&
  bytes[3]! <= 8

/** Reads an IDX file of any type. @throws Error naming the file, what it should hold and what it holds. */
export function readIdx(bytes: Uint8Array, name: string): NumberArray {
  const axes = bytes[3] ?? 0
  const header = checkHeader(bytes, axes, name)
  const type = numberTypes[types[bytes[2]!]!]!
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
  const count = shape.reduce((product, size) => product * size, 1)
  const present = bytes.length - header
  if (present !== count * type.bytes) {
    const fault = present < count * type.bytes ? 'is cut short' : 'is longer than it says'
    throw new Error(
      `${name} ${fault}: ${shape.join('×')} needs ${count * type.bytes} bytes behind the header, it has ${present}.`,
    )
  }
  return { name, shape, values: readNumbers(bytes, header, count, type, false), kind: type.kind }
}

/**
 * Reads an IDX file of unsigned bytes with `axes` axes. The values are a view of `bytes`.
 * @throws Error naming the file, what it should hold and what it holds.
 */
export function parseIdx(bytes: Uint8Array, axes: number, name: string): IdxFile {
  checkHeader(bytes, axes, name)
  const magic = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  const expected = 0x0800 + axes
  if (magic !== expected) {
    throw new Error(
      `${name} is not an IDX file of bytes with ${axes} ${axes === 1 ? 'axis' : 'axes'}: it must start with ${hex(expected)}, it starts with ${hex(magic)}.`,
    )
  }
  const { shape, values } = readIdx(bytes, name)
  return { sizes: shape, values: values as Uint8Array }
}

/** The bytes of the header, which must be there. */
function checkHeader(bytes: Uint8Array, axes: number, name: string): number {
  const header = 4 + 4 * axes
  if (bytes.length >= header) return header
  throw new Error(`${name} ends within its header: ${header} bytes are needed, it has ${bytes.length}.`)
}

const hex = (number: number): string => `0x${number.toString(16).padStart(8, '0')}`
