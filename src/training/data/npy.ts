/**
 * The .npy files of NumPy: a magic text, a header that is a Python dict, then values in row-major order
 * (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 */

import { type NumberArray, numberTypes, readNumbers } from './numbers.ts'

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
  const count = shape.reduce((product, side) => product * side, 1)
  const present = bytes.length - start
  const checkSize = (kind: string, each: number): void => {
    if (present === count * each) return
    const fault = present < count * each ? 'is cut short' : 'is longer than it says'
    throw new Error(
      `${name} ${fault}: ${kind} of ${shape.join('×') || 'one value'} needs ${count * each} bytes behind the header, it has ${present}.`,
    )
  }
  const isLittle = descr[0] !== '>'
  const letters = /^.([US])(\d+)$/.exec(descr)
  if (letters) {
    const width = Number(letters[2])
    const each = letters[1] === 'U' ? 4 * width : width
    checkSize('words', each)
    const words = Array.from({ length: count }, (_, i) =>
      wordAt(bytes.subarray(start + i * each, start + (i + 1) * each), letters[1] === 'U', isLittle),
    )
    return { name, shape, values: new Uint8Array(0), kind: 'text', words }
  }
  const type = numberTypes[descr.slice(1)]
  if (!type) {
    throw new Error(
      /O/.test(descr)
        ? `${name} holds Python objects, which are pickled code that only Python can run; save it as an array of numbers.`
        : `${name} holds values of type ${descr}; numbers are read: bool, int and uint of 8 to 64 bits, float of 16 to 64.`,
    )
  }
  checkSize(type.kind, type.bytes)
  return { name, shape, values: readNumbers(bytes, start, count, type, isLittle), kind: type.kind }
}

/** A word of an array of words, which all have the same room: letters of 4 bytes, or of 1. */
function wordAt(bytes: Uint8Array, isWide: boolean, isLittle: boolean): string {
  if (!isWide) return new TextDecoder().decode(bytes).replace(/\0+$/, '')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const codes = Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, isLittle))
  return String.fromCodePoint(...codes.filter(code => code > 0 && code <= 0x10ffff))
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
