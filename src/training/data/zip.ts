/**
 * Zip archives, entry by entry, so that one of thousands of images takes the memory of one image
 * (PKWARE APPNOTE 6.3: the end of central directory, then its entries).
 */
import { Inflate } from 'fflate'

export interface ZipEntry {
  readonly path: string
  /** Bytes when unpacked, as the archive says. */
  readonly size: number
  /**
   * Unpacks it; what was not packed is a view of the archive. `onProgress` hears how much is done, from 0 to 1.
   * @throws Error where it is damaged, encrypted, or of an unknown method.
   */
  read(onProgress?: (part: number) => void): Uint8Array<ArrayBuffer>
}

const ends = 0x06054b50
const inDirectory = 0x02014b50
const local = 0x04034b50
/** Longest comment that may stand behind the end of the directory. */
const longestComment = 0xffff

/** True where the bytes begin as an archive does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 &&
  bytes[1] === 0x4b &&
  ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))

/** The files of an archive, in its order; folders and what macOS adds are left out. @throws Error naming the archive. */
export function readZip(bytes: Uint8Array<ArrayBuffer>, name: string): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end === undefined) {
    throw new Error(`${name} is cut short: the list of its files, which stands at its end, is missing.`)
  }
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffffffff) {
    throw new Error(
      `${name} is an archive of more than 65,534 files or 4 GiB (zip64), which is not read: split it.`,
    )
  }
  const entries: ZipEntry[] = []
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== inDirectory) {
      throw new Error(`${name} is damaged: entry ${i + 1} of ${count} in its list cannot be read.`)
    }
    const [nameLength, extra, comment] = [28, 30, 32].map(offset => view.getUint16(at + offset, true))
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength!))
    const entry = {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    }
    if (!path.endsWith('/') && !isHidden(path)) {
      entries.push({
        path,
        size: entry.size,
        read: (onProgress = () => {}) => unpackEntry(bytes, view, `${name}, ${path}`, entry, onProgress),
      })
    }
    at += 46 + nameLength! + extra! + comment!
  }
  return entries
}

/** What systems put into folders for themselves. */
export const isHidden = (path: string): boolean =>
  path.split('/').some(part => part.startsWith('.') || part === '__MACOSX' || part === 'Thumbs.db')

function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - 22
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (view.getUint32(at, true) === ends) return at
  }
  return undefined
}

interface Place {
  readonly flags: number
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** Bytes that are unpacked at a time: what deflates best becomes a thousand times as many. */
const piece = 65_536

function unpackEntry(
  bytes: Uint8Array<ArrayBuffer>,
  view: DataView,
  what: string,
  place: Place,
  onProgress: (part: number) => void,
): Uint8Array<ArrayBuffer> {
  const { flags, method, packed, size, offset } = place
  if ((flags & 1) !== 0) throw new Error(`${what} is encrypted; unpack it with its password first.`)
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== local) {
    throw new Error(`${what} is damaged: its data is not where the archive says.`)
  }
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packed > bytes.length) throw new Error(`${what} is cut short.`)
  const data = bytes.subarray(start, start + packed)
  if (method === 0) return data
  if (method !== 8) {
    throw new Error(`${what} is packed by method ${method}; stored and deflated entries are read.`)
  }
  const unpacked = new Uint8Array(size)
  let done = 0
  try {
    const inflate = new Inflate(part => {
      unpacked.set(part, done)
      done += part.length
    })
    for (let from = 0; from < packed; from += piece) {
      inflate.push(data.subarray(from, from + piece), from + piece >= packed)
      onProgress(Math.min(1, (from + piece) / packed))
    }
    if (done === size) return unpacked
  } catch {
    // Said below, with the place.
  }
  throw new Error(`${what} is damaged: it cannot be unpacked.`)
}
