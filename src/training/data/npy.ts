/**
 * The .npy files of NumPy: a magic text, a header that is a Python dict, then values in row-major order
 * (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 */

/** An array of numbers: the length of each axis, and the values in row-major order. */
export interface NumberArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: NumberList
  /** The kind of its values as NumPy says it: "uint8", "float32". */
  readonly kind: string
}

export type NumberList =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array

/** How values of a type are read from a view: its NumPy name, its bytes, and what one of them is. */
interface Reader {
  readonly kind: string
  readonly bytes: number
  readonly make: (length: number) => NumberList
  readonly read: (view: DataView, at: number, isLittle: boolean) => number
}

const readers: Readonly<Record<string, Reader>> = {
  b1: { kind: 'bool', bytes: 1, make: n => new Uint8Array(n), read: (v, at) => v.getUint8(at) },
  u1: { kind: 'uint8', bytes: 1, make: n => new Uint8Array(n), read: (v, at) => v.getUint8(at) },
  i1: { kind: 'int8', bytes: 1, make: n => new Int8Array(n), read: (v, at) => v.getInt8(at) },
  u2: { kind: 'uint16', bytes: 2, make: n => new Uint16Array(n), read: (v, at, le) => v.getUint16(at, le) },
  i2: { kind: 'int16', bytes: 2, make: n => new Int16Array(n), read: (v, at, le) => v.getInt16(at, le) },
  u4: { kind: 'uint32', bytes: 4, make: n => new Uint32Array(n), read: (v, at, le) => v.getUint32(at, le) },
  i4: { kind: 'int32', bytes: 4, make: n => new Int32Array(n), read: (v, at, le) => v.getInt32(at, le) },
  u8: {
    kind: 'uint64',
    bytes: 8,
    make: n => new Float64Array(n),
    read: (v, at, le) => Number(v.getBigUint64(at, le)),
  },
  i8: {
    kind: 'int64',
    bytes: 8,
    make: n => new Float64Array(n),
    read: (v, at, le) => Number(v.getBigInt64(at, le)),
  },
  f4: {
    kind: 'float32',
    bytes: 4,
    make: n => new Float32Array(n),
    read: (v, at, le) => v.getFloat32(at, le),
  },
  f8: {
    kind: 'float64',
    bytes: 8,
    make: n => new Float64Array(n),
    read: (v, at, le) => v.getFloat64(at, le),
  },
}

/** True where the bytes begin as a .npy file does. */
export const isNpy = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x93 && new TextDecoder('latin1').decode(bytes.subarray(1, 6)) === 'NUMPY'

/** Reads a .npy file of numbers. @throws Error naming the file, what was expected and what came. */
export function parseNpy(bytes: Uint8Array, name: string): NumberArray {
  if (!isNpy(bytes)) throw new Error(`${name} is not a .npy file: it does not begin with \\x93NUMPY.`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const major = bytes[6] ?? 0
  const lengthBytes = major === 1 ? 2 : 4
  if (bytes.length < 8 + lengthBytes) throw new Error(`${name} ends within its header.`)
  const headerLength = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const start = 8 + lengthBytes + headerLength
  if (bytes.length < start) {
    throw new Error(
      `${name} ends within its header: it says ${headerLength} bytes, ${bytes.length - 8 - lengthBytes} are there.`,
    )
  }
  const header = new TextDecoder().decode(bytes.subarray(8 + lengthBytes, start))
  const { descr, shape } = readHeader(header, name)
  const reader = readers[descr.slice(1)]
  if (!reader) {
    const cause = /O/.test(descr) ? 'Python objects' : `values of type ${descr}`
    throw new Error(
      `${name} holds ${cause}; numbers are read: bool, int and uint of 8 to 64 bits, float32 and float64.`,
    )
  }
  const count = shape.reduce((product, side) => product * side, 1)
  const present = bytes.length - start
  if (present !== count * reader.bytes) {
    const fault = present < count * reader.bytes ? 'is cut short' : 'is longer than it says'
    throw new Error(
      `${name} ${fault}: ${reader.kind} of ${shape.join('×') || 'one value'} needs ${count * reader.bytes} bytes behind the header, it has ${present}.`,
    )
  }
  if (reader.kind === 'uint8' || reader.kind === 'bool') {
    return { name, shape, values: bytes.subarray(start), kind: reader.kind }
  }
  const values = reader.make(count)
  const isLittle = descr[0] !== '>'
  for (let i = 0; i < count; i++) values[i] = reader.read(view, start + i * reader.bytes, isLittle)
  return { name, shape, values, kind: reader.kind }
}

function readHeader(header: string, name: string): { descr: string; shape: readonly number[] } {
  const descr = /'descr'\s*:\s*'([<>|=][a-zA-Z]\d*)'/.exec(header)?.[1]
  const shapeText = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(header)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1]
  if (descr === undefined || shapeText === undefined || order === undefined) {
    const isRecord = /'descr'\s*:\s*\[/.test(header)
    throw new Error(
      isRecord
        ? `${name} holds records with several fields; an array of plain numbers is read.`
        : `${name} has a header that cannot be read: descr, fortran_order and shape were expected.`,
    )
  }
  const shape = shapeText
    .split(',')
    .map(side => side.trim())
    .filter(side => side !== '')
    .map(Number)
  if (order === 'True' && shape.length > 1) {
    throw new Error(
      `${name} lies in Fortran's order; save it with numpy.ascontiguousarray, so that images lie one after another.`,
    )
  }
  return { descr, shape }
}
