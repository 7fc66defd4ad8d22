/**
 * The safetensors format (huggingface/safetensors, "Format"): eight bytes that hold the length of the header, the header
 * in JSON, then the values of all tensors, little-endian and without gaps. A file may come from anywhere, so nothing
 * it says about itself is believed before it is checked.
 */
import type { Weights, WeightTensor } from '../compile/weights.ts'
import { formatShape, type Shape, sizeOf } from '../graph/shape.ts'

/** The limit that the original implementation has; it keeps a false length from being parsed. */
const LARGEST_HEADER = 100_000_000

const bytesPerValue: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2 }

interface Entry {
  readonly name: string
  readonly dtype: string
  readonly shape: Shape
  readonly begin: number
  readonly end: number
}

/**
 * The tensors of a file as 32-bit floats; F64, F16 and BF16 are converted.
 * @throws Error saying what is wrong with the file, and with which tensor.
 */
export function readSafetensors(bytes: Uint8Array): Weights {
  const { header, data } = split(bytes)
  const entries = Object.entries(header).flatMap(([name, value]) =>
    name === '__metadata__' ? [] : [readEntry(name, value)],
  )
  checkLayout(entries, data.byteLength)
  return Object.fromEntries(
    entries.map(entry => [entry.name, { shape: entry.shape, values: readValues(entry, data) }]),
  )
}

/** A file with these tensors as 32-bit floats, in the order of the record; `metadata` is for people. */
export function writeSafetensors(
  weights: Weights,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {}
  let size = 0
  for (const [name, { shape, values }] of Object.entries(weights)) {
    if (sizeOf(shape) !== values.length) {
      throw new Error(
        `${name} has ${values.length} values, its shape ${formatShape(shape)} holds ${sizeOf(shape)}.`,
      )
    }
    header[name] = { dtype: 'F32', shape, data_offsets: [size, size + values.byteLength] }
    size += values.byteLength
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const start = 8 + Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(start + size)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(start - 8), true)
  bytes.fill(0x20, 8, start)
  bytes.set(text, 8)
  let offset = start
  for (const { values } of Object.values(weights)) {
    for (const value of values) {
      view.setFloat32(offset, value, true)
      offset += 4
    }
  }
  return bytes
}

function split(bytes: Uint8Array): { header: object; data: DataView } {
  if (bytes.length < 8) throw new Error('This is not a safetensors file: it is shorter than 8 bytes.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getBigUint64(0, true)
  if (length > LARGEST_HEADER || Number(length) > bytes.length - 8) {
    throw new Error(
      `This is not a whole safetensors file: its header should have ${length} bytes, ${bytes.length - 8} follow.`,
    )
  }
  const start = 8 + Number(length)
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)))
  } catch {
    throw new Error('This is not a safetensors file: its header is not JSON.')
  }
  if (!isRecord(header)) throw new Error('The header of the safetensors file must be an object.')
  return { header, data: new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function readEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) throw new Error(`The tensor ${name} must be described by an object.`)
  const { dtype, shape, data_offsets: offsets } = value
  if (typeof dtype !== 'string' || !Object.hasOwn(bytesPerValue, dtype)) {
    const known = Object.keys(bytesPerValue).join(', ')
    throw new Error(`The tensor ${name} has the type ${JSON.stringify(dtype)}; it must be one of ${known}.`)
  }
  if (!Array.isArray(shape) || !shape.every(isCount) || !Number.isSafeInteger(sizeOf(shape))) {
    throw new Error(`The tensor ${name} has the shape ${JSON.stringify(shape)}; it must be a list of sizes.`)
  }
  const [begin, end] = Array.isArray(offsets) && offsets.length === 2 ? offsets : []
  if (!isCount(begin) || !isCount(end) || begin > end) {
    throw new Error(
      `The tensor ${name} has the offsets ${JSON.stringify(offsets)}; they must be its first byte and the one behind its last.`,
    )
  }
  const needed = sizeOf(shape) * bytesPerValue[dtype]!
  if (end - begin !== needed) {
    throw new Error(
      `The tensor ${name} (${dtype}, ${formatShape(shape)}) needs ${needed} bytes; its offsets give it ${end - begin}.`,
    )
  }
  return { name, dtype, shape, begin, end }
}

/** Tensors may neither overlap nor leave gaps, so that a file holds nothing but what it says. */
function checkLayout(entries: readonly Entry[], available: number): void {
  let offset = 0
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== offset) {
      throw new Error(
        `The tensor ${name} starts at byte ${begin} of the data; ${offset} is where it must start.`,
      )
    }
    offset = end
  }
  if (offset !== available) {
    throw new Error(`The tensors take ${offset} bytes; the file has ${available} for them.`)
  }
}

function readValues({ dtype, shape, begin }: Entry, data: DataView): WeightTensor['values'] {
  const values = new Float32Array(sizeOf(shape))
  const step = bytesPerValue[dtype]!
  const read = readers[dtype]!
  for (let i = 0; i < values.length; i++) values[i] = read(data, begin + i * step)
  return values
}

const scratch = new DataView(new ArrayBuffer(4))

const readers: Readonly<Record<string, (data: DataView, offset: number) => number>> = {
  F64: (data, offset) => data.getFloat64(offset, true),
  F32: (data, offset) => data.getFloat32(offset, true),
  F16: (data, offset) => halfToNumber(data.getUint16(offset, true)),
  // BF16 is the upper half of a 32-bit float.
  BF16: (data, offset) => {
    scratch.setUint32(0, data.getUint16(offset, true) << 16)
    return scratch.getFloat32(0)
  },
}

/** IEEE 754 binary16: one bit of sign, five of exponent (bias 15), ten of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
