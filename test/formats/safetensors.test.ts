import { describe, expect, test } from 'vitest'
import { readSafetensors, readSafetensorsFile, writeSafetensors } from '../../src/formats/safetensors.ts'

/** A file with this header and this many bytes of zeros behind it. */
function file(header: unknown, size = 0, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.length + size)
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true)
  bytes.set(text, 8)
  return bytes
}

const tensor = (dtype: string, shape: unknown, begin: unknown, end: unknown) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

describe('safetensors', () => {
  const weights = {
    'encoder.0.weight': { shape: [2, 1, 1, 2], values: Float32Array.of(1, -2.5, Number.NaN, 1e-40) },
    'encoder.0.bias': { shape: [2], values: Float32Array.of(0, -0) },
    scalar: { shape: [], values: Float32Array.of(7) },
    empty: { shape: [0, 3], values: new Float32Array() },
  }

  test('come back as they were written, from any place in a buffer', () => {
    const bytes = writeSafetensors(weights, { made: 'by a test' })
    expect(readSafetensors(bytes)).toEqual(weights)
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(readSafetensors(shifted.subarray(3))).toEqual(weights)
  })

  test('keep what the writer has said about them', () => {
    const metadata = { format: 'pt', note: 'größe' }
    expect(readSafetensorsFile(writeSafetensors(weights, metadata))).toEqual({ tensors: weights, metadata })
    expect(readSafetensorsFile(writeSafetensors({})).metadata).toBeUndefined()
  })

  test('start their values at a multiple of eight bytes, as the format asks', () => {
    const bytes = writeSafetensors({ a: { shape: [1], values: Float32Array.of(1) } })
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0)
  })

  test('of other types are converted', () => {
    const bytes = file(
      { h: tensor('F16', [4], 0, 8), b: tensor('BF16', [2], 8, 12), d: tensor('F64', [1], 12, 20) },
      20,
    )
    const view = new DataView(bytes.buffer, bytes.length - 20)
    for (const [i, bits] of [0x3c00, 0xc100, 0x0001, 0x7c00].entries()) view.setUint16(2 * i, bits, true)
    for (const [i, bits] of [0x3f80, 0xc020].entries()) view.setUint16(8 + 2 * i, bits, true)
    view.setFloat64(12, 0.1, true)
    const { h, b, d } = readSafetensors(bytes)
    expect([...h!.values]).toEqual([1, -2.5, 2 ** -24, Number.POSITIVE_INFINITY])
    expect([...b!.values]).toEqual([1, -2.5])
    expect([...d!.values]).toEqual([Math.fround(0.1)])
  })

  test('of whole numbers and of truth values are converted too', () => {
    const types = ['I64', 'U64', 'I32', 'U32', 'I16', 'U16', 'I8', 'U8', 'BOOL']
    const widths = [8, 8, 4, 4, 2, 2, 1, 1, 1]
    const ends = widths.map((_, i) => widths.slice(0, i + 1).reduce((sum, width) => sum + width, 0))
    const bytes = file(
      Object.fromEntries(types.map((type, i) => [type, tensor(type, [], ends[i]! - widths[i]!, ends[i])])),
      ends.at(-1),
    )
    bytes.fill(0xff, bytes.length - ends.at(-1)!)
    const read = readSafetensors(bytes)
    expect(types.map(type => read[type]!.values[0])).toEqual([
      ...[-1, 2 ** 64, -1, 2 ** 32, -1, 2 ** 16 - 1, -1, 255, 1],
    ])
  })

  test('have counters of batches as torch has them, 64-bit integers on whole multiples of eight bytes', () => {
    const counted = {
      'norm.weight': { shape: [3], values: Float32Array.of(1, 2, 3) },
      'norm.num_batches_tracked': { shape: [], values: Float32Array.of(938) },
    }
    const bytes = writeSafetensors(counted)
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
    expect(Object.keys(header)).toEqual(Object.keys(counted))
    expect(header['norm.num_batches_tracked']).toEqual({ dtype: 'I64', shape: [], data_offsets: [0, 8] })
    expect(header['norm.weight']).toEqual({ dtype: 'F32', shape: [3], data_offsets: [8, 20] })
    expect(new DataView(bytes.buffer).getBigInt64(8 + length, true)).toBe(938n)
    expect(readSafetensors(bytes)).toEqual(counted)
  })

  test('may carry names that objects have of their own', () => {
    const bytes = file('{"__proto__": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}', 4)
    const read = readSafetensors(bytes)
    expect(Object.keys(read)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  })

  test.each([
    ['too short', Uint8Array.of(1, 2), 'shorter than 8 bytes'],
    ['with a header beyond its end', file('{}', 0, 3n), 'its header should have 3 bytes, 2 follow'],
    ['with a monstrous header', file('{}', 0, 2n ** 63n), 'its header should have 9223372036854775808 bytes'],
    [
      'with metadata that is no text',
      file({ __metadata__: { a: 1 } }),
      '__metadata__ must be an object of texts',
    ],
    [
      'that torch.save wrote',
      new TextEncoder().encode('PK\u0003\u0004 and more'),
      'save_file(model.state_dict()',
    ],
    ['that NumPy wrote', Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY\u0001')]), 'NumPy'],
    ['whose header is not JSON', file('{"a":'), 'its header is not JSON'],
    ['whose header is a list', file([]), 'must be an object'],
    ['with a tensor that is not described', file({ a: 1 }), 'The tensor a must be described by an object'],
    [
      'of an unknown type',
      file({ a: tensor('C64', [1], 0, 8) }, 8),
      'must be one of F64, F32, F16, BF16, I64',
    ],
    ['of a type that objects have', file({ a: tensor('toString', [1], 0, 8) }, 8), 'has the type "toString"'],
    ['with a negative size', file({ a: tensor('F32', [-1], 0, 4) }, 4), 'it must be a list of sizes'],
    [
      'with a size beyond all bounds',
      file({ a: tensor('F32', [2 ** 52, 2 ** 52], 0, 4) }, 4),
      'list of sizes',
    ],
    ['with offsets the wrong way round', file({ a: tensor('F32', [1], 4, 0) }, 4), 'has the offsets [4,0]'],
    [
      'with offsets that do not fit the shape',
      file({ a: tensor('F32', [2], 0, 4) }, 4),
      'needs 8 bytes; its offsets give it 4',
    ],
    [
      'with tensors that overlap',
      file({ a: tensor('F32', [1], 0, 4), b: tensor('F32', [1], 0, 4) }, 4),
      'The tensor b starts at byte 0 of the data; 4 is',
    ],
    [
      'with a gap',
      file({ a: tensor('F32', [1], 4, 8) }, 8),
      'The tensor a starts at byte 4 of the data; 0 is',
    ],
    [
      'that ends before its tensors do',
      file({ a: tensor('F32', [2], 0, 8) }, 4),
      'The tensors take 8 bytes; the file has 4',
    ],
    ['with more than its tensors', file({}, 4), 'The tensors take 0 bytes; the file has 4'],
  ])('refuse a file %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message)
  })

  test('are not written where values and shape do not agree', () => {
    expect(() => writeSafetensors({ a: { shape: [2, 2], values: new Float32Array(3) } })).toThrow(
      'a has 3 values, its shape 2×2 holds 4',
    )
  })
})
