import type { GeneratedDataset } from '../../graph/dataSettings.ts'
import { randomStream } from '../../runtime/random.ts'
import type { Dataset, Images } from '../stepper.ts'
import type { ImageShape } from './arrays.ts'
import { generatedCounts, generatedFacts } from './generatedFacts.ts'
import { drawGrating } from './gratings.ts'
import { drawShape } from './shapes.ts'

const draw = { shapes: drawShape, gratings: drawGrating } as const

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
  const label = Math.floor(next() * generatedFacts(name).classes.length)
  draw[name](label, shape, next, target, at)
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
  const { name: title, classes } = generatedFacts(name)
  return { name: title, shape, classes: classes.length, classNames: classes, train, test }
}
