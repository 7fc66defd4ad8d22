import type { ImageArray, ImageShape } from './arrays.ts'
import { mostImages } from './arrays.ts'
import { pickImages } from './bytes.ts'
import type { LabelList } from './labels.ts'
import { type Part, type Role, roleOf } from './ownData.ts'
import { createResizer, type Resizer } from './resize.ts'

/** A picture in a folder or an archive that has not been decoded yet. */
export interface Picture {
  readonly path: string
  read(): Promise<Uint8Array> | Uint8Array
}

/** A decoded picture: RGB, channels last. */
export interface Decoded {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

export type Decode = (bytes: Uint8Array, path: string) => Promise<Decoded>

/** True of a path whose ending says that it is a picture which browsers decode. */
export const isPicture = (path: string): boolean => /\.(png|jpe?g|webp|gif|bmp|avif)$/i.test(path)

const english = (count: number): string => count.toLocaleString('en-US')

const beside = (count: number): string =>
  `${count === 1 ? 'One picture' : `${english(count)} pictures`} beside the class folders ${count === 1 ? 'was' : 'were'} left out.`

/** A picture with the part and the class that its folders say. */
interface Placed extends Picture {
  readonly role: Role
  readonly label: string | undefined
}

/** The folders that all of the paths lie in. */
export function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths
  const folders = first.split('/').slice(0, -1)
  let depth = folders.length
  for (const path of others) {
    const parts = path.split('/')
    let same = 0
    while (same < depth && same < parts.length - 1 && parts[same] === folders[same]) same++
    depth = same
  }
  return folders.slice(0, depth).join('/')
}

/** Below what all have in common: a folder named train, test or val is a part, the next one the class. */
export function placePictures(pictures: readonly Picture[]): readonly Placed[] {
  const start = commonFolder(pictures.map(({ path }) => path))
  const skip = start === '' ? 0 : start.split('/').length
  const folders = pictures.map(({ path }) => path.split('/').slice(skip, -1))
  const isParted = folders.every(([top]) => top !== undefined && roleOf(top) !== 'all')
  return pictures.map((picture, i) => {
    const [top, next] = folders[i]!
    return {
      ...picture,
      role: isParted ? roleOf(top!) : 'all',
      label: isParted ? next : top,
    }
  })
}

export interface PictureOptions {
  /** The size that all pictures get: the largest part with its proportions, from the middle. */
  readonly shape: ImageShape
  readonly decode: Decode
  onProgress(done: number, count: number): void
}

/** What became of the pictures: parts, and those that could not be read. */
export interface PictureParts {
  readonly parts: readonly Part[]
  readonly errors: readonly { readonly file: string; readonly message: string }[]
}

/** Decodes pictures one after another into images of one size. Where memory does not hold all, every n-th is taken. */
export async function readPictures(
  pictures: readonly Picture[],
  name: string,
  { shape, decode, onProgress }: PictureOptions,
): Promise<PictureParts> {
  const placed = placePictures(pictures)
  const most = mostImages(shape)
  const taken =
    placed.length <= most
      ? placed
      : Array.from({ length: most }, (_, i) => placed[Math.floor((i * placed.length) / most)]!)
  const size = shape[0] * shape[1] * shape[2]
  const resizers = new Map<string, Resizer>()
  const errors: { file: string; message: string }[] = []
  const groups = new Map<Role, { pixels: Uint8Array; labels: (string | undefined)[] }>()
  for (const role of new Set(taken.map(each => each.role))) {
    const count = taken.filter(each => each.role === role).length
    groups.set(role, { pixels: new Uint8Array(count * size), labels: [] })
  }
  for (const [i, { path, read, role, label }] of taken.entries()) {
    onProgress(i, taken.length)
    try {
      const bytes = await read()
      if (bytes.length === 0) throw new Error(`${path} is empty.`)
      const { width, height, pixels } = await decode(bytes, path)
      const key = `${width}×${height}`
      const resize = resizers.get(key) ?? createResizer([3, height, width], shape)
      resizers.set(key, resize)
      const group = groups.get(role)!
      resize(pixels, 0, group.pixels, group.labels.length * size)
      group.labels.push(label)
    } catch (error) {
      errors.push({ file: path, message: error instanceof Error ? error.message : String(error) })
    }
  }
  const note =
    taken.length < placed.length
      ? [
          `${name}: ${english(taken.length)} of ${english(placed.length)} pictures were taken, evenly: 512 MiB hold no more of this size.`,
        ]
      : []
  const parts = [...groups].flatMap(([role, group]) => partsOf(role, group, shape, name, note))
  return { parts, errors }
}

function partsOf(
  role: Role,
  { pixels, labels }: { pixels: Uint8Array; labels: readonly (string | undefined)[] },
  shape: ImageShape,
  name: string,
  notes: readonly string[],
): readonly Part[] {
  const size = shape[0] * shape[1] * shape[2]
  // Beside class folders a picture without one has no class: it is left out.
  const isLabelled = labels.some(label => label !== undefined)
  const kept = labels.flatMap((label, i) => (isLabelled && label === undefined ? [] : [i]))
  if (kept.length === 0) return []
  const isWhole = kept.length * size === pixels.length
  const images: ImageArray = {
    name: role === 'all' ? name : `${name}, ${role}`,
    shape,
    count: kept.length,
    pixels: isWhole ? pixels : pickImages(pixels, kept, size),
    notes: kept.length < labels.length ? [...notes, beside(labels.length - kept.length)] : notes,
  }
  if (!isLabelled) return [{ role, images }]
  const list: LabelList = { name: `the folders of ${name}`, values: kept.map(i => labels[i]!) }
  return [
    { role, images },
    { role, labels: list },
  ]
}
