import { pickImages } from './data/bytes.ts'
import type { Samples } from './protocol.ts'
import type { Dataset, Stepper } from './stepper.ts'

/** Images to look at. */
const sampleCount = 10

/** Test images to look at while the network learns: the first of each class, in order. */
export interface SampleSet {
  readonly shape: readonly number[]
  readonly originals: Uint8Array
  /** The same as values from 0 to 1. */
  readonly values: Float32Array
  readonly labels: readonly number[]
}

/** Picks ten samples: one of each class, then more of the first ones where there are fewer classes. */
export function pickSamples({ shape, test }: Dataset): SampleSet {
  const size = shape.reduce((product, side) => product * side, 1)
  const firsts = Array.from({ length: sampleCount }, (_, label) => test.labels.indexOf(label)).filter(
    i => i >= 0,
  )
  for (let i = 0; i < test.count && firsts.length < sampleCount; i++) if (!firsts.includes(i)) firsts.push(i)
  const originals = pickImages(test.pixels, firsts, size)
  return {
    shape,
    originals,
    values: Float32Array.from(originals, byte => byte / 255),
    labels: firsts.map(i => test.labels[i]!),
  }
}

/** What the network makes of the samples now. Values outside 0 to 1 are drawn as black and white. */
export async function drawSamples(stepper: Stepper, samples: SampleSet, step: number): Promise<Samples> {
  const { shape, originals, values, labels } = samples
  const count = labels.length
  const { pictures, classes } = count === 0 ? {} : await stepper.look(values, count)
  return {
    step,
    count,
    shape,
    originals,
    labels,
    ...(pictures && {
      reconstructions: Uint8Array.from(pictures, value => Math.round(255 * Math.min(1, Math.max(0, value)))),
    }),
    ...(classes && { predictions: [...classes] }),
  }
}
