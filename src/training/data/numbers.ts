/** Arrays of numbers as files hold them, whatever their type. */

/** An array of numbers: the length of each axis, and the values in row-major order. */
export interface NumberArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: NumberList
  /** The kind of its values as NumPy says it: "uint8", "float32". */
  readonly kind: string
  /** Words in place of values, as labels may be. */
  readonly words?: readonly string[]
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

/** How values of a type are read: its NumPy name, its bytes, and an array of them. */
export interface NumberType {
  readonly kind: string
  readonly bytes: number
  readonly make: (length: number) => NumberList
  readonly read: (view: DataView, at: number, isLittle: boolean) => number
  /** Arrays whose memory is laid out as the file's, where there is such a type. */
  readonly over?: (buffer: ArrayBufferLike, at: number, length: number) => NumberList
}

/** Types by the code that NumPy gives them. */
export const numberTypes: Readonly<Record<string, NumberType>> = {
  b1: {
    kind: 'bool',
    bytes: 1,
    make: n => new Uint8Array(n),
    read: (v, at) => v.getUint8(at),
    over: (buffer, at, n) => new Uint8Array(buffer, at, n),
  },
  u1: {
    kind: 'uint8',
    bytes: 1,
    make: n => new Uint8Array(n),
    read: (v, at) => v.getUint8(at),
    over: (buffer, at, n) => new Uint8Array(buffer, at, n),
  },
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
  f2: {
    kind: 'float16',
    bytes: 2,
    make: n => new Float32Array(n),
    read: (v, at, le) => half(v.getUint16(at, le)),
  },
  f4: {
    kind: 'float32',
    bytes: 4,
    make: n => new Float32Array(n),
    read: (v, at, le) => v.getFloat32(at, le),
    over: (buffer, at, n) => new Float32Array(buffer, at, n),
  },
  f8: {
    kind: 'float64',
    bytes: 8,
    make: n => new Float64Array(n),
    read: (v, at, le) => v.getFloat64(at, le),
    over: (buffer, at, n) => new Float64Array(buffer, at, n),
  },
}

/** A number of 16 bits (IEEE 754, binary16). */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff]
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** `count` values of a type, which begin at `start`: a view where memory lies as this machine has it, else a copy. */
export function readNumbers(
  bytes: Uint8Array,
  start: number,
  count: number,
  type: NumberType,
  isLittle: boolean,
): NumberList {
  const at = bytes.byteOffset + start
  if (type.over && at % type.bytes === 0 && (isLittle || type.bytes === 1)) {
    return type.over(bytes.buffer, at, count)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values = type.make(count)
  for (let i = 0; i < count; i++) values[i] = type.read(view, start + i * type.bytes, isLittle)
  return values
}
