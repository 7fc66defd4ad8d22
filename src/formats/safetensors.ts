/**
 * The safetensors format (huggingface/safetensors, "Format"): eight bytes that hold the length of the header, the header
 * in JSON, then the values of all tensors, little-endian and without gaps. A file may come from anywhere, so nothing
 * it says about itself is believed before it is checked.
 */
import type { Weights, WeightTensor } from '../compile/weights.ts'
import { formatShape, type Shape, sizeOf } from '../graph/shape.ts'

/** The limit that the original implementation has; it keeps a false length from being parsed. */
const LARGEST_HEADER = 100_000_000

const metadataKey = '__metadata__'

/** How values of a type lie in a file. */
interface ValueType {
  readonly bytes: number
  read(data: DataView, offset: number): number
}

const scratch = new DataView(new ArrayBuffer(4))

/** All types of the format whose values are single numbers of whole bytes, except those of 8-bit floats. */
const valueTypes: Readonly<Record<string, ValueType>> = {
  F64: { bytes: 8, read: (data, offset) => data.getFloat64(offset, true) },
  F32: { bytes: 4, read: (data, offset) => data.getFloat32(offset, true) },
  F16: { bytes: 2, read: (data, offset) => halfToNumber(data.getUint16(offset, true)) },
  BF16: {
    bytes: 2,
    // BF16 is the upper half of a 32-bit float.
    read: (data, offset) => {
      scratch.setUint32(0, data.getUint16(offset, true) << 16)
      return scratch.getFloat32(0)
    },
  },
  I64: { bytes: 8, read: (data, offset) => Number(data.getBigInt64(offset, true)) },
  U64: { bytes: 8, read: (data, offset) => Number(data.getBigUint64(offset, true)) },
  I32: { bytes: 4, read: (data, offset) => data.getInt32(offset, true) },
  U32: { bytes: 4, read: (data, offset) => data.getUint32(offset, true) },
  I16: { bytes: 2, read: (data, offset) => data.getInt16(offset, true) },
  U16: { bytes: 2, read: (data, offset) => data.getUint16(offset, true) },
  I8: { bytes: 1, read: (data, offset) => data.getInt8(offset) },
  U8: { bytes: 1, read: (data, offset) => data.getUint8(offset) },
  BOOL: { bytes: 1, read: (data, offset) => (data.getUint8(offset) === 0 ? 0 : 1) },
}

/** The only weights that are no floats in torch: how many batches BatchNorm2d has seen. */
export const isCounter = (name: string): boolean => /(^|\.)num_batches_tracked$/.test(name)

interface Entry {
  readonly name: string
  readonly dtype: string
  readonly shape: Shape
  readonly begin: number
  readonly end: number
}

/** All that a file holds. */
export interface SafetensorsFile {
  readonly tensors: Weights
  /** What the writer has said about it, for people. */
  readonly metadata: Readonly<Record<string, string>> | undefined
}

/**
 * The tensors of a file as 32-bit floats; other types are converted.
 * @throws Error saying what is wrong with the file, and with which tensor.
 */
export const readSafetensors = (bytes: Uint8Array): Weights => readSafetensorsFile(bytes).tensors

/**
 * The tensors of a file as 32-bit floats, and its metadata.
 * @throws Error saying what is wrong with the file, and with which tensor.
 */
export function readSafetensorsFile(bytes: Uint8Array): SafetensorsFile {
  const { header, data } = split(bytes)
  const fields = Object.entries(header)
  const entries = fields.flatMap(([name, value]) => (name === metadataKey ? [] : [readEntry(name, value)]))
  checkLayout(entries, data.byteLength)
  const metadata = fields.find(([name]) => name === metadataKey)?.[1]
  return {
    tensors: Object.fromEntries(
      entries.map(entry => [entry.name, { shape: entry.shape, values: readValues(entry, data) }]),
    ),
    metadata: metadata === undefined ? undefined : readMetadata(metadata),
  }
}

/** A file with these tensors as 32-bit floats, counters as 64-bit integers as torch has them; `metadata` is for people. */
export function writeSafetensors(
  weights: Weights,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = metadata ? { [metadataKey]: metadata } : {}
  const places = placesOf(weights)
  for (const [name, { shape, values }] of Object.entries(weights)) {
    if (sizeOf(shape) !== values.length) {
      throw new Error(
        `${name} has ${values.length} values, its shape ${formatShape(shape)} holds ${sizeOf(shape)}.`,
      )
    }
    const { dtype, begin, end } = places.get(name)!
    header[name] = { dtype, shape, data_offsets: [begin, end] }
  }
  const size = Math.max(0, ...[...places.values()].map(({ end }) => end))
  const text = new TextEncoder().encode(JSON.stringify(header))
  const start = 8 + Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(start + size)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(start - 8), true)
  bytes.fill(0x20, 8, start)
  bytes.set(text, 8)
  for (const [name, { dtype, begin }] of places) {
    weights[name]!.values.forEach((value, i) => {
      if (dtype === 'I64') view.setBigInt64(start + begin + 8 * i, BigInt(Math.round(value)), true)
      else view.setFloat32(start + begin + 4 * i, value, true)
    })
  }
  return bytes
}

interface Place {
  readonly dtype: 'F32' | 'I64'
  readonly begin: number
  readonly end: number
}

/** Where each tensor lies behind the header: the widest values first, so that every one is aligned. */
function placesOf(weights: Weights): ReadonlyMap<string, Place> {
  const names = Object.keys(weights)
  const places = new Map<string, Place>()
  let begin = 0
  for (const name of [...names.filter(isCounter), ...names.filter(each => !isCounter(each))]) {
    const dtype = isCounter(name) ? 'I64' : 'F32'
    const end = begin + weights[name]!.values.length * valueTypes[dtype]!.bytes
    places.set(name, { dtype, begin, end })
    begin = end
  }
  return places
}

/** Files that are taken for safetensors, by what they begin with. */
const others: readonly (readonly [start: string, what: string])[] = [
  ['PK\u0003\u0004', 'a zip, as torch.save writes'],
  ['\u0080\u0002', 'a pickle, as torch.save wrote before torch 1.6'],
  ['\u0093NUMPY', 'an array of NumPy'],
  ['\u0089HDF', 'HDF5, as Keras writes'],
]

function split(bytes: Uint8Array): { header: object; data: DataView } {
  const first = String.fromCharCode(...bytes.subarray(0, 8))
  const other = others.find(([start]) => first.startsWith(start))
  if (other) {
    const way = "safetensors.torch.save_file(model.state_dict(), 'weights.safetensors') writes one in Python"
    throw new Error(`This is not a safetensors file but ${other[1]}: ${way}.`)
  }
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

function readMetadata(value: unknown): Readonly<Record<string, string>> {
  const fields = isRecord(value) ? Object.entries(value) : [['', undefined] as const]
  return Object.fromEntries(
    fields.map(([key, text]) => {
      if (typeof text !== 'string') throw new Error(`${metadataKey} must be an object of texts.`)
      return [key, text]
    }),
  )
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function readEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) throw new Error(`The tensor ${name} must be described by an object.`)
  const { dtype, shape, data_offsets: offsets } = value
  if (typeof dtype !== 'string' || !Object.hasOwn(valueTypes, dtype)) {
    const known = Object.keys(valueTypes).join(', ')
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
  const needed = sizeOf(shape) * valueTypes[dtype]!.bytes
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
  const { bytes, read } = valueTypes[dtype]!
  for (let i = 0; i < values.length; i++) values[i] = read(data, begin + i * bytes)
  return values
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
