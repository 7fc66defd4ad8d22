/** A person's files as one set of data: IDX, .npy, .npz, CSV and pictures, packed or not, several at once. */
import { type ImageShape, mostImages, squareOf, toImages } from './arrays.ts'
import { parseCsv } from './csv.ts'
import { unpack } from './gzip.ts'
import { idxAxes, isIdx, parseIdx } from './idx.ts'
import { toLabels } from './labels.ts'
import { isNpy, type NumberArray, parseNpy } from './npy.ts'
import { type Assembled, assemble, type Part, type Role, roleOf } from './ownData.ts'
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
  /** True where there were pictures, which got the size that was asked for. */
  readonly hasPictures: boolean
}

/** The most bytes that a file may have, packed or unpacked: 1 GiB. */
export const mostBytes = 2 ** 30

/** Reads the files. Whatever they are, the answer is data, or what is wrong with each; nothing is thrown. */
export async function readFiles(files: readonly DataFile[], options: ReadOptions): Promise<ReadResult> {
  const parts: Part[] = []
  const pictures: Picture[] = []
  const errors: { file: string; message: string }[] = []
  const visible = files.filter(({ path }) => !isHidden(path))
  for (const [i, file] of visible.entries()) {
    const { path, size, read } = file
    options.onProgress(`Reading ${path}`, i / visible.length)
    try {
      if (size > mostBytes) {
        throw new Error(`${path} has ${(size / 2 ** 30).toFixed(1)} GiB; at most 1 GiB is read of a file.`)
      }
      if (isPicture(path)) pictures.push({ path, read })
      else await readBytes(path, await read(), options, parts, pictures)
    } catch (error) {
      errors.push({ file: path, message: messageOf(error) })
    }
  }
  const name = nameOf(visible.map(({ path }) => path))
  const hasPictures = pictures.length > 0
  if (hasPictures) {
    if (!options.decode) {
      errors.push({ file: name, message: 'Pictures are decoded in the page only: add them there.' })
    } else {
      const read = await readPictures(pictures, name, {
        shape: options.shape,
        decode: options.decode,
        onProgress: (done, count) => options.onProgress(`Picture ${done + 1} of ${count}`, done / count),
      })
      parts.push(...read.parts)
      errors.push(...read.errors)
    }
  }
  if (parts.length === 0) {
    if (errors.length === 0) errors.push({ file: name, message: 'There is nothing in it that can be read.' })
    return { errors, hasPictures }
  }
  try {
    return { found: assemble(name, sourceOf(visible, errors), parts), errors, hasPictures }
  } catch (error) {
    return { errors: [...errors, { file: name, message: messageOf(error) }], hasPictures }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function readBytes(
  path: string,
  packed: Uint8Array<ArrayBuffer>,
  options: ReadOptions,
  parts: Part[],
  pictures: Picture[],
): Promise<void> {
  const bytes = await unpacked(path, packed)
  const add = (array: NumberArray, key: string, role = roleOf(key)) =>
    parts.push(partOf(array, key, role, options))
  if (isIdx(bytes)) {
    const { sizes, values } = parseIdx(bytes, idxAxes(bytes), path)
    add({ name: path, shape: sizes, values, kind: 'uint8' }, path)
  } else if (isNpy(bytes)) {
    add(parseNpy(bytes, path), path)
  } else if (isZip(bytes)) {
    const entries = readZip(bytes, path)
    let isRead = false
    for (const entry of entries) {
      if (isPicture(entry.path)) pictures.push({ path: `${path}/${entry.path}`, read: entry.read })
      else if (/\.(npy|csv|tsv|gz)$|ubyte$/i.test(entry.path)) {
        if (entry.size > mostBytes) throw new Error(`${path}, ${entry.path} has more than 1 GiB.`)
        const content = new Uint8Array(entry.read())
        if (isNpy(content)) {
          const array = parseNpy(content, `${path}, ${entry.path.replace(/\.npy$/, '')}`)
          // Counts and names beside the images, as some sets have them, are neither images nor labels.
          if (array.shape.length > 0) add(array, entry.path)
        } else await readBytes(entry.path, content, options, parts, pictures)
      } else continue
      isRead = true
    }
    if (!isRead) {
      throw new Error(
        `${path} holds ${entries.length} files, and none of them is a picture, a .npy array, IDX or CSV.`,
      )
    }
  } else if (/\.(csv|tsv|txt)(\.gz)?$/i.test(path)) {
    const { shape } = options
    const isImage = (values: number) =>
      squareOf(values) !== undefined || values === shape[0] * shape[1] * shape[2]
    const { images, labels } = parseCsv(bytes, path, isImage, mostImages(shape))
    const role = roleOf(path)
    parts.push({ role, images: toImages(images, shape) })
    if (labels) parts.push({ role, labels: { name: path, values: labels } })
  } else {
    throw new Error(
      `${path} is no data that can be read; IDX, .npz, .npy, CSV, pictures and archives of them can. It begins with ${beginning(bytes)}.`,
    )
  }
}

async function unpacked(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await unpack(bytes, mostBytes)
  } catch (error) {
    const { message } = error as Error
    throw new Error(
      `${path} cannot be unpacked: ${message.startsWith('it unpacks') ? message : 'the compressed data is damaged or cut short'}.`,
    )
  }
}

/** An array is labels where it has one axis, or where its name says so. */
function partOf(array: NumberArray, key: string, role: Role, { shape }: ReadOptions): Part {
  const isNamed = /label|target|(^|[^a-z])y([^a-z]|$)/i.test(key.replace(/^.*\//, ''))
  const axes = array.shape.length
  const isLabels = axes === 1 || (axes === 2 && (array.shape[1] === 1 || isNamed))
  return isLabels ? { role, labels: toLabels(array) } : { role, images: toImages(array, shape) }
}

function beginning(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'nothing: it is empty'
  const hex = [...bytes.subarray(0, 4)].map(byte => byte.toString(16).padStart(2, '0')).join(' ')
  return `the bytes ${hex}`
}

/** A name for the data from that of its file or folder. */
function nameOf(paths: readonly string[]): string {
  const folder = commonFolder(paths).split('/').at(-1)
  const first = paths[0]
    ?.split('/')
    .at(-1)
    ?.replace(/(\.(gz|zip|npz|npy|csv|tsv|txt))+$/i, '')
  return (paths.length > 1 && folder ? folder : (first ?? 'data')).slice(0, 60).trim() || 'data'
}

/** The files that something came of, the first ones by name. */
function sourceOf(files: readonly DataFile[], errors: ReadResult['errors']): string {
  const refused = new Set(errors.map(({ file }) => file))
  const names = files.flatMap(({ path }) => (refused.has(path) ? [] : [path.split('/').at(-1)!]))
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more files`
}
