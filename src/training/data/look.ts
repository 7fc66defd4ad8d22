import { isGenerated, ownName } from '../../graph/dataSettings.ts'
import type { TrainingSettings } from '../../graph/document.ts'
import type { Shape } from '../../graph/shape.ts'
import { randomStream } from '../../runtime/random.ts'
import type { Images } from '../stepper.ts'
import type { ImageShape } from './arrays.ts'
import { pickImages } from './bytes.ts'
import { dataSettings, missingData, sourceFacts } from './facts.ts'
import { drawGenerated } from './generate.ts'
import type { OwnFacts } from './ownData.ts'
import type { Look, Strip } from './protocol.ts'
import { createResizer } from './resize.ts'
import { type Augmentation, movedPixels } from './treatment.ts'

/** Images in a strip. */
const stripCount = 20

/** The first image of each class, then others in their order. */
export function stripOf(images: Images, shape: ImageShape): Strip {
  const seen = new Set<number>()
  const firsts: number[] = []
  for (let i = 0; i < images.count && firsts.length < stripCount; i++) {
    if (seen.has(images.labels[i]!)) continue
    seen.add(images.labels[i]!)
    firsts.push(i)
  }
  firsts.sort((a, b) => images.labels[a]! - images.labels[b]!)
  const taken = new Set(firsts)
  for (let i = 0; i < images.count && firsts.length < stripCount; i++) if (!taken.has(i)) firsts.push(i)
  const size = shape[0] * shape[1] * shape[2]
  const pixels = pickImages(images.pixels, firsts, size)
  return { shape, count: firsts.length, pixels, labels: firsts.map(i => images.labels[i]!) }
}

/** Where a look finds images without loading all of the data. */
export interface LookEnvironment {
  /** Some images of MNIST. */
  mnist(): Promise<{ readonly images: Images; readonly shape: ImageShape }>
  /** What is known of own data, and the strip that was kept with it. */
  own(name: string): Promise<{ readonly facts: OwnFacts; readonly strip: Strip } | undefined>
}

/** Some images of the data that the settings choose. @throws Error with a sentence where there are none. */
export async function lookAt(
  training: TrainingSettings,
  input: Shape,
  environment: LookEnvironment,
): Promise<Look> {
  const strip = await chosenStrip(training, input, environment)
  const { shift, flip, noise } = dataSettings(training)
  if (shift === 0 && !flip && noise === 0) return { strip }
  return { strip, augmented: augmentedStrip(strip, { shift, flip, noise, seed: training.seed }) }
}

async function chosenStrip(
  training: TrainingSettings,
  input: Shape,
  environment: LookEnvironment,
): Promise<Strip> {
  const { dataset } = training
  const name = ownName(dataset)
  const kept = name === undefined ? undefined : await environment.own(name)
  if (name !== undefined && !kept) throw new Error(missingData(name))
  const facts = sourceFacts(training, input, () => kept?.facts)
  if ('fault' in facts) throw new Error(facts.fault)
  if (isGenerated(dataset)) {
    const count = 4 * stripCount
    const size = facts.shape[0] * facts.shape[1] * facts.shape[2]
    const images = { count, pixels: new Uint8Array(count * size), labels: new Uint8Array(count) }
    const { dataSeed } = dataSettings(training)
    for (let i = 0; i < count; i++) {
      images.labels[i] = drawGenerated(dataset, facts.shape, dataSeed, i, images.pixels, i * size)
    }
    return stripOf(images, facts.shape)
  }
  if (kept) return resizedStrip(kept.strip, facts.shape)
  const { images, shape } = await environment.mnist()
  return resizedStrip(stripOf(images, shape), facts.shape)
}

function resizedStrip(strip: Strip, shape: ImageShape): Strip {
  if (strip.shape.join() === shape.join()) return strip
  const resize = createResizer(strip.shape, shape)
  const [from, to] = [strip.shape, shape].map(sides => sides[0]! * sides[1]! * sides[2]!) as [number, number]
  const pixels = new Uint8Array(strip.count * to)
  for (let i = 0; i < strip.count; i++) resize(strip.pixels, i * from, pixels, i * to)
  return { ...strip, shape, pixels }
}

/** The images as a first training step might show them; noise is an example of it, training draws its own. */
export function augmentedStrip(strip: Strip, augmentation: Augmentation): Strip {
  const { shape, count } = strip
  const [channels, height, width] = shape
  const moved = movedPixels(augmentation, 0, count, height, width)
  const pixels = new Uint8Array(strip.pixels.length)
  const next = randomStream(augmentation.seed, 'example of noise')
  for (let i = 0; i < moved.length; i++) {
    for (let channel = 0; channel < channels; channel++) {
      const source = moved[i]! === moved.length ? 0 : strip.pixels[moved[i]! * channels + channel]!
      const noise = augmentation.noise === 0 ? 0 : 255 * augmentation.noise * normal(next)
      pixels[i * channels + channel] = Math.min(255, Math.max(0, Math.round(source + noise)))
    }
  }
  return { ...strip, pixels }
}

/** A normally distributed number, by Box and Muller. */
const normal = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
