import type { NumberArray, NumberList } from './numbers.ts'

/** Channels, height, width. */
export type ImageShape = readonly [channels: number, height: number, width: number]

/** Images as bytes from 0 to 255, channels last, image after image. */
export interface ImageArray {
  readonly name: string
  readonly shape: ImageShape
  readonly count: number
  readonly pixels: Uint8Array
  /** What was decided on the way, as sentences: a range of values, a number of images. */
  readonly notes: readonly string[]
}

/** The most bytes of pixels that one set of images may have: 512 MiB. */
export const mostPixels = 512 * 2 ** 20

/** The most images of a size that are kept. */
export const mostImages = (shape: ImageShape): number =>
  Math.floor(mostPixels / Math.max(1, shape[0] * shape[1] * shape[2]))

/** The shape of an image of so many values: grey, or RGB, and square; undefined where it is neither. */
export function squareOf(values: number): ImageShape | undefined {
  for (const channels of [1, 3]) {
    const side = Math.round(Math.sqrt(values / channels))
    if (side > 0 && side * side * channels === values) return [channels, side, side]
  }
  return undefined
}

/**
 * Images of an array N×H×W, N×H×W×C, N×C×H×W or N×values. Bytes are taken as they are; other numbers as 0 to 1, −1 to 1 or
 * 0 to 255, whichever holds them all. `size` is the shape of one image where rows of values are not square.
 * @throws Error naming the array, what was expected and what came.
 */
export function toImages(array: NumberArray, size?: ImageShape): ImageArray {
  const { name, shape: sides } = array
  const { shape, isChannelsFirst } = readLayout(array, size)
  const whole = sides[0]!
  const count = Math.min(whole, mostImages(shape))
  const notes: string[] = []
  if (count === 0) throw new Error(`${name} holds no images.`)
  if (count < whole) {
    notes.push(
      `${name}: the first ${count.toLocaleString('en-US')} of ${whole.toLocaleString('en-US')} images were taken, which are 512 MiB of pixels, the most that is kept.`,
    )
  }
  const length = shape[0] * shape[1] * shape[2]
  const bytes = toBytes(array.values.subarray(0, count * length), name, array.kind, notes)
  const pixels = isChannelsFirst && shape[0] > 1 ? channelsLast(bytes, shape, count) : apart(bytes)
  return { name, shape, count, pixels, notes }
}

function readLayout(
  { name, shape }: NumberArray,
  size: ImageShape | undefined,
): { shape: ImageShape; isChannelsFirst: boolean } {
  const [, a = 0, b = 0, c = 0] = shape
  if (shape.length === 2) {
    const wanted = size && size[0] * size[1] * size[2] === a ? size : undefined
    const found = wanted ?? squareOf(a)
    if (found) return { shape: found, isChannelsFirst: false }
    throw new Error(
      `${name} has rows of ${a} values, which is no square image (28×28 = 784), nor an RGB one: state the size of its images.`,
    )
  }
  if (shape.length === 3) return { shape: [1, a, b], isChannelsFirst: false }
  if (shape.length === 4) {
    const isChannel = (side: number) => side === 1 || side === 3
    if (isChannel(c)) return { shape: [c, a, b], isChannelsFirst: false }
    if (isChannel(a)) return { shape: [a, b, c], isChannelsFirst: true }
    if (a <= 16 && a < b && a < c) return { shape: [a, b, c], isChannelsFirst: true }
    if (c <= 16) return { shape: [c, a, b], isChannelsFirst: false }
  }
  throw new Error(
    `${name} has the shape ${shape.join('×') || '()'}; images are N×H×W, N×H×W×C, N×C×H×W, or N rows of pixels.`,
  )
}

/** What values may go from and to, the narrowest first; `fits` says whether numbers of a kind are meant so. */
const ranges: readonly {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly fits: (seen: Seen) => boolean
}[] = [
  { from: 0, to: 1, text: '0 to 1', fits: ({ isReal, most }) => isReal || most === 1 },
  { from: -1, to: 1, text: '−1 to 1', fits: ({ isReal }) => isReal },
  // The digits of UCI and scikit-learn count pixels of 4×4 blocks.
  { from: 0, to: 16, text: '0 to 16', fits: ({ most, isWhole }) => most === 16 && isWhole },
  { from: 0, to: 255, text: '0 to 255', fits: ({ most, isWhole }) => isWhole || most > 16 },
  { from: 0, to: 65_535, text: '0 to 65,535', fits: ({ kind }) => kind === 'uint16' },
]

interface Seen {
  readonly kind: string
  readonly isReal: boolean
  readonly isWhole: boolean
  readonly most: number
}

function toBytes(values: NumberList, name: string, kind: string, notes: string[]): Uint8Array {
  // Bytes that are 0 or 1 alone are black and white.
  if (kind === 'uint8' && !isBinary(values)) return values as Uint8Array
  let [least, most, isWhole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true]
  for (const value of values) {
    if (!Number.isFinite(value)) throw new Error(`${name} holds a value that is not a finite number.`)
    if (value < least) least = value
    if (value > most) most = value
    if (isWhole && !Number.isInteger(value)) isWhole = false
  }
  const isReal = kind.startsWith('float') || kind === 'bool' || kind === 'text'
  const range = ranges.find(
    ({ from, to, fits }) => least >= from && most <= to && fits({ kind, isReal, isWhole, most }),
  )
  if (!range) {
    throw new Error(
      `${name} has values from ${least} to ${most}; pixels go from 0 to 1, from −1 to 1, or from 0 to 255.`,
    )
  }
  const factor = 255 / (range.to - range.from)
  if (!(isWhole && factor === 1)) notes.push(`${name}: values from ${range.text} became bytes.`)
  const bytes = new Uint8Array(values.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round((values[i]! - range.from) * factor)
  return bytes
}

function isBinary(values: NumberList): boolean {
  let most = 0
  for (let i = 0; i < values.length && most <= 1; i++) most = Math.max(most, values[i]!)
  return most === 1
}

/** Bytes that are a small part of what they were read from, without the rest: a view keeps all of it in memory. */
const apart = (bytes: Uint8Array): Uint8Array =>
  bytes.buffer.byteLength > 1.5 * bytes.byteLength ? bytes.slice() : bytes

/** Images with rows and columns swapped, as EMNIST's files hold them. */
export function transposed(images: ImageArray): ImageArray {
  const { name, shape, count, notes } = images
  const [channels, height, width] = shape
  const size = channels * height * width
  const pixels = new Uint8Array(count * size)
  for (let start = 0; start < pixels.length; start += size) {
    for (let y = 0; y < width; y++) {
      for (let x = 0; x < height; x++) {
        const [to, from] = [start + (y * height + x) * channels, start + (x * width + y) * channels]
        for (let channel = 0; channel < channels; channel++)
          pixels[to + channel] = images.pixels[from + channel]!
      }
    }
  }
  const note = `${name}: rows and columns were swapped, since the files of EMNIST hold them the other way round.`
  return { name, shape: [channels, width, height], count, pixels, notes: [...notes, note] }
}

function channelsLast(bytes: Uint8Array, [channels, height, width]: ImageShape, count: number): Uint8Array {
  const area = height * width
  const result = new Uint8Array(bytes.length)
  for (let image = 0; image < count; image++) {
    const start = image * area * channels
    for (let channel = 0; channel < channels; channel++) {
      for (let i = 0; i < area; i++) {
        result[start + i * channels + channel] = bytes[start + channel * area + i]!
      }
    }
  }
  return result
}
