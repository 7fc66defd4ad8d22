/** What is known of generated sets without drawing any of them. */
import type { GeneratedDataset } from '../../graph/dataSettings.ts'
import { type ImageShape, mostImages } from './arrays.ts'

/** The figures of the set `shapes`, in the order of their labels. */
export const figureNames = ['disc', 'ring', 'square', 'triangle', 'cross', 'bar'] as const

/** The angles of a grating's normal, and how fine it is: the classes of the set `gratings`. */
export const gratingAngles = [0, 45, 90, 135] as const
export const gratingScales = ['coarse', 'fine'] as const

const sets: Readonly<Record<GeneratedDataset, GeneratedFacts>> = {
  shapes: { name: 'Shapes', classes: figureNames },
  gratings: {
    name: 'Gratings',
    classes: gratingAngles.flatMap(angle => gratingScales.map(scale => `${angle}° ${scale}`)),
  },
}

interface GeneratedFacts {
  readonly name: string
  readonly classes: readonly string[]
}

/** What a generated set is called, and its classes. */
export const generatedFacts = (name: GeneratedDataset): GeneratedFacts => sets[name]

/** How many images of a generated set are for training and for testing, a sixth, within the memory there is. */
export function generatedCounts(images: number, shape: ImageShape): { train: number; test: number } {
  const all = Math.max(2, Math.min(images, mostImages(shape)))
  const test = Math.max(1, Math.floor(all / 6))
  return { train: all - test, test }
}

/** How many images are kept for testing: the share, rounded, and at least one where it is not 0. */
export const testCountOf = (count: number, share: number): number =>
  share === 0 || count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(count * share)))
