/** A person's files as one set of data: IDX, .npy, .npz, CSV and pictures, packed or not, several at once. */
import { type ImageArray, type ImageShape, mostImages, squareOf, toImages, transposed } from './arrays.ts'
import { parseCsv } from './csv.ts'
import { unpack } from './gzip.ts'
import { isIdx, readIdx } from './idx.ts'
import { toLabels } from './labels.ts'
import { isNpy, parseNpy } from './npy.ts'
import type { NumberArray } from './numbers.ts'
import { type Assembled, assemble, type Part, roleOf } from './ownData.ts'
import { commonFolder, type Decode, isPicture, type Picture, readPictures } from './pictures.ts'
import { isHidden, isZip, readZip } from './zip.ts'

/** A file that was dropped, or named on the command line. */
export interface DataFile {
  /** With its folders, where it was in some. */
  readonly path: string
  readonly size: number
  read(): Promise<Uint8Array<ArrayBuffer>>
}

export interface ReadOptions {
  /** The size that pictures get, and that rows of pixels have where they are not square. */
  readonly shape: ImageShape
  /** Decodes a picture; absent where nothing can. */
  readonly decode?: Decode
  onProgress(what: string, part: number): void
}

/** What the files hold, as far as they could be read. */
export interface ReadResult {
  /** Absent where nothing came of it. */
  readonly found?: Assembled
  readonly errors: readonly { readonly file: string; readonly message: string }[]
  /** True where the size that was asked for matters: for pictures, and rows of values that are not square. */
  readonly isSized: boolean
}

/** The most bytes that a file may have, packed or unpacked: 1 GiB. */
export const mostBytes = 2 ** 30

/** What has been found so far, and where progress is told. */
interface Reading {
  readonly options: ReadOptions
  readonly parts: Part[]
  readonly pictures: Picture[]
  readonly errors: { readonly file: string; readonly message: string }[]
  hasRows: boolean
}

/** Reads the files. Whatever they are, the answer is data, or what is wrong with each; nothing is thrown. */
export async function readFiles(files: readonly DataFile[], options: ReadOptions): Promise<ReadResult> {
  const reading: Reading = { options, parts: [], pictures: [], errors: [], hasRows: false }
  const { parts, pictures, errors } = reading
  const visible = files.filter(({ path }) => !isHidden(path))
  const useless = new Set<string>()
  for (const file of visible) {
    const { path, size, read } = file
    const before = parts.length + pictures.length
    try {
      if (size > mostBytes) {
        throw new Error(`${path} has ${(size / 2 ** 30).toFixed(1)} GiB; at most 1 GiB is read of a file.`)
      }
      options.onProgress(`Reading ${path}`, 0)
      if (isPicture(path)) pictures.push({ path, read })
      else await readBytes(path, await read(), reading)
    } catch (error) {
      errors.push({ file: path, message: messageOf(error) })
    }
    if (parts.length + pictures.length === before) useless.add(path)
  }
  const name = nameOf(visible.map(({ path }) => path))
  if (pictures.length > 0) {
    if (!options.decode) {
      errors.push({ file: name, message: 'Pictures are decoded in the page only: add them there.' })
    } else {
      const read = await readPictures(pictures, name, {
        shape: options.shape,
        decode: options.decode,
        onProgress: (done, count) =>
          options.onProgress(
            `Picture ${(done + 1).toLocaleString('en-US')} of ${count.toLocaleString('en-US')}`,
            done / count,
          ),
      })
      parts.push(...read.parts)
      errors.push(...read.errors)
      for (const { file } of read.errors) useless.add(file)
    }
  }
  const isSized = pictures.length > 0 || reading.hasRows
  // Labels without the images that they belong to, which could not be read, say nothing more.
  if (parts.length === 0 || (errors.length > 0 && !parts.some(({ images }) => images))) {
    if (errors.length === 0) errors.push({ file: name, message: 'There is nothing in it that can be read.' })
    return { errors, isSized }
  }
  const used = visible.flatMap(({ path }) => (useless.has(path) ? [] : [path.split('/').at(-1)!]))
  try {
    return { found: assemble(name, sourceOf(used), parts), errors, isSized }
  } catch (error) {
    return { errors: [...errors, { file: name, message: messageOf(error) }], isSized }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function readBytes(path: string, packed: Uint8Array<ArrayBuffer>, reading: Reading): Promise<void> {
  if (packed.length === 0) throw new Error(`${path} is empty.`)
  const { options, parts } = reading
  const bytes = await unpacked(path, packed, options)
  if (isIdx(bytes)) addArray(readIdx(bytes, path), path, reading, upright)
  else if (isNpy(bytes)) addArray(parseNpy(bytes, path), path, reading)
  else if (isZip(bytes)) await readArchive(path, bytes, reading)
  else if (/\.(csv|tsv|txt)(\.gz)?$/i.test(path)) {
    const { shape } = options
    reading.hasRows = true
    const isImage = (values: number) =>
      squareOf(values) !== undefined || values === shape[0] * shape[1] * shape[2]
    const { images, labels, notes } = parseCsv(bytes, path, isImage, {
      most: mostImages(shape),
      onProgress: part => options.onProgress(`Reading ${path}`, part),
    })
    const role = roleOf(path)
    const found = upright(toImages(images, shape), path)
    parts.push({ role, images: { ...found, notes: [...notes, ...found.notes] } })
    if (labels) parts.push({ role, labels: { name: path, values: labels } })
  } else {
    throw new Error(
      `${path} is no data that can be read; IDX, .npz, .npy, CSV, pictures and archives of them can. It begins with ${beginning(bytes)}.`,
    )
  }
}

/** The files in an archive; one that cannot be read leaves the others as they are. */
async function readArchive(path: string, bytes: Uint8Array<ArrayBuffer>, reading: Reading): Promise<void> {
  const { options, pictures, errors } = reading
  const entries = readZip(bytes, path)
  let isRead = false
  for (const entry of entries) {
    const isArray = /\.npy$/i.test(entry.path)
    const what = `${path}, ${entry.path.replace(/\.npy$/i, '')}`
    if (isPicture(entry.path)) pictures.push({ path: `${path}/${entry.path}`, read: entry.read })
    else if (isArray || /\.(csv|tsv|gz|idx)$|ubyte$/i.test(entry.path)) {
      try {
        if (entry.size > mostBytes) {
          throw new Error(
            `${what} has ${(entry.size / 2 ** 30).toFixed(1)} GiB; at most 1 GiB is read of a file.`,
          )
        }
        const content = entry.read(part => options.onProgress(`Unpacking ${what}`, part))
        // An array's name in messages is the archive's and its own; a file's is its own.
        if (isArray) addArray(parseNpy(content, what), entry.path, reading)
        else await readBytes(entry.path, content, reading)
      } catch (error) {
        errors.push({ file: path, message: messageOf(error) })
      }
    } else continue
    isRead = true
  }
  if (!isRead) {
    throw new Error(
      entries.length === 0
        ? `${path} holds no files.`
        : entries.length === 1
          ? `${path} holds one file, which is no picture, no .npy array, no IDX and no CSV.`
          : `${path} holds ${entries.length} files, and none of them is a picture, a .npy array, IDX or CSV.`,
    )
  }
}

async function unpacked(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  { onProgress }: ReadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await unpack(bytes, mostBytes, part => onProgress(`Unpacking ${path}`, part))
  } catch (error) {
    const { message } = error as Error
    throw new Error(
      `${path} cannot be unpacked: ${message.startsWith('it unpacks') ? message : 'the compressed data is damaged or cut short'}.`,
    )
  }
}

/** The files of EMNIST, and the tables made of them, hold images with rows and columns swapped. */
const upright = (images: ImageArray, path: string): ImageArray =>
  /(^|[^a-z])emnist/i.test(path) ? transposed(images) : images

/** An array is labels where it has one axis, or where its name says so; counts and names beside them are neither. */
function addArray(
  array: NumberArray,
  path: string,
  reading: Reading,
  turn: typeof upright = images => images,
): void {
  const { parts, options } = reading
  const axes = array.shape.length
  const key = path.replace(/^.*\//, '').replace(/\.npy$/i, '')
  const isNamed = /label|target|(^|[^a-z])y([^a-z]|$)/i.test(key)
  if (axes === 0 || (array.words && !isNamed && !/^arr_\d+$/.test(key))) return
  const role = roleOf(path)
  if (array.words || axes === 1 || (axes === 2 && (array.shape[1] === 1 || isNamed))) {
    parts.push({ role, labels: toLabels(array) })
    return
  }
  if (axes === 2 && squareOf(array.shape[1]!) === undefined) reading.hasRows = true
  const images = toImages(array, options.shape)
  parts.push({ role, images: turn(images, path) })
}

function beginning(bytes: Uint8Array): string {
  const hex = [...bytes.subarray(0, 4)].map(byte => byte.toString(16).padStart(2, '0')).join(' ')
  return `the bytes ${hex}`
}

/** A name for the data from that of its file or folder; of a file of IDX what stands before its part. */
function nameOf(paths: readonly string[]): string {
  const folder = commonFolder(paths).split('/').at(-1)
  const first = paths[0]
    ?.split('/')
    .at(-1)
    ?.replace(/(\.(gz|zip|npz|npy|csv|tsv|txt|idx\d?))+$/i, '')
  const short = first?.replace(/[-_. ]*(train|t10k|test|val)[-_. ]+(images|labels)[-_. ]+idx.*$/i, '')
  return (paths.length > 1 && folder ? folder : short || first || 'data').slice(0, 60).trim() || 'data'
}

/** The files that something came of, the first ones by name. */
const sourceOf = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more files`
