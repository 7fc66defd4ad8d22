import { gzipSync, zipSync } from 'fflate'

/** The bytes of a .npy file of version 1. */
export function npy(descr: string, shape: readonly number[], data: Uint8Array, order = 'False'): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`
  const bytes = new Uint8Array(10 + padded.length + data.length)
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0])
  new DataView(bytes.buffer).setUint16(8, padded.length, true)
  bytes.set(new TextEncoder().encode(padded), 10)
  bytes.set(data, 10 + padded.length)
  return bytes
}

export const npyBytes = (shape: readonly number[], values: readonly number[]): Uint8Array =>
  npy('|u1', shape, Uint8Array.from(values))

export const npyFloats = (shape: readonly number[], values: readonly number[]): Uint8Array =>
  npy('<f4', shape, new Uint8Array(Float32Array.from(values).buffer))

/** An archive as `numpy.savez_compressed` writes it. */
export const npz = (arrays: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zip(Object.fromEntries(Object.entries(arrays).map(([key, bytes]) => [`${key}.npy`, bytes])))

export const zip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(zipSync({ ...files }))

export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes)

export const text = (content: string): Uint8Array => new TextEncoder().encode(content)
