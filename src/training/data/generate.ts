import type { GeneratedDataset } from '../../graph/dataSettings.ts'
import { randomStream } from '../../runtime/random.ts'
import type { Dataset, Images } from '../stepper.ts'
import { type ImageShape, mostImages } from './arrays.ts'
import { drawGrating, gratingClasses } from './gratings.ts'
import { drawShape, figures } from './shapes.ts'

const sets = {
  shapes: { name: 'Shapes', classes: figures.map(({ name }) => name), draw: drawShape },
  gratings: { name: 'Gratings', classes: gratingClasses, draw: drawGrating },
} as const

/** What a generated set is called, and its classes. */
export const generatedSet = (
  name: GeneratedDataset,
): { readonly name: string; readonly classes: readonly string[] } => sets[name]

/** How many images of a generated set are for training and for testing, a sixth, within the memory there is. */
export function generatedCounts(images: number, shape: ImageShape): { train: number; test: number } {
  const all = Math.max(2, Math.min(images, mostImages(shape)))
  const test = Math.max(1, Math.floor(all / 6))
  return { train: all - test, test }
}

/** One image of a generated set, which its seed and its number decide, whatever the others are. */
export function drawGenerated(
  name: GeneratedDataset,
  shape: ImageShape,
  seed: number,
  index: number,
  target: Uint8Array,
  at: number,
): number {
  const next = randomStream(seed, `${name} ${index}`)
  const label = Math.floor(next() * sets[name].classes.length)
  sets[name].draw(label, shape, next, target, at)
  return label
}

/** How long it draws before others get a turn, in milliseconds. */
const turn = 100

/** A generated set of this size; the same for the same seed. `onProgress` hears of the part that is drawn. */
export async function generate(
  name: GeneratedDataset,
  shape: ImageShape,
  { images, seed }: { readonly images: number; readonly seed: number },
  onProgress: (part: number) => void,
): Promise<Dataset> {
  const counts = generatedCounts(images, shape)
  const size = shape[0] * shape[1] * shape[2]
  const empty = (count: number): Images => ({
    count,
    pixels: new Uint8Array(count * size),
    labels: new Uint8Array(count),
  })
  const { train, test } = { train: empty(counts.train), test: empty(counts.test) }
  const all = counts.train + counts.test
  let last = performance.now()
  for (let i = 0; i < all; i++) {
    const [part, place] = i < counts.train ? [train, i] : [test, i - counts.train]
    part.labels[place] = drawGenerated(name, shape, seed, i, part.pixels, place * size)
    if (performance.now() - last < turn) continue
    onProgress(i / all)
    await new Promise(resolve => setTimeout(resolve))
    last = performance.now()
  }
  const { name: title, classes } = sets[name]
  return { name: title, shape, classes: classes.length, classNames: classes, train, test }
}
