/** What is known of the chosen data before it is loaded: enough to say whether a network can be trained on it, and why not. */
import { type DataSettings, dataSchema, isGenerated, ownName } from '../../graph/dataSettings.ts'
import type { TrainingSettings } from '../../graph/document.ts'
import { fillParams } from '../../graph/params.ts'
import { formatShape, type Shape } from '../../graph/shape.ts'
import type { ImageShape } from './arrays.ts'
import { generatedCounts, generatedFacts, testCountOf } from './generatedFacts.ts'
import type { OwnFacts } from './ownData.ts'

/** The chosen data as the network will get it. */
export interface SourceFacts {
  /** "MNIST", "Shapes", or the name of own data. */
  readonly name: string
  /** Channels, height, width. */
  readonly shape: ImageShape
  /** What the labels mean; none where there are no labels. */
  readonly classes: readonly string[]
  readonly trainCount: number
  readonly testCount: number
  /** The size that the images are resized from; absent where they are not. */
  readonly resizedFrom?: ImageShape
}

const mnist: OwnFacts = {
  name: 'MNIST',
  shape: [1, 28, 28],
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  trainCount: 60_000,
  testCount: 10_000,
  from: 'the app',
}

/** The settings of data in a document's training, none missing. */
export const dataSettings = (training: TrainingSettings): DataSettings =>
  fillParams(dataSchema, { ...training })

/**
 * The data that the settings choose for an Input of this shape, or why there is none: `own` finds the facts of own data.
 * Without `resize` the images keep their size, which need not be the Input's.
 */
export function sourceFacts(
  training: TrainingSettings,
  input: Shape,
  own: (name: string) => OwnFacts | undefined,
): SourceFacts | { readonly fault: string } {
  const settings = dataSettings(training)
  const wanted = imageShape(input)
  if (isGenerated(training.dataset)) {
    if (!wanted) return { fault: noImage(input, generatedFacts(training.dataset).name) }
    const { train, test } = generatedCounts(settings.images, wanted)
    const { name, classes } = generatedFacts(training.dataset)
    return { name, shape: wanted, classes, trainCount: train, testCount: test }
  }
  const name = ownName(training.dataset)
  const kept = name === undefined ? mnist : own(name)
  if (!kept) return { fault: missingData(name!) }
  const testCount = kept.testCount || testCountOf(kept.trainCount, settings.testShare)
  const facts = {
    name: kept.name,
    shape: kept.shape,
    classes: kept.classes,
    trainCount: kept.testCount > 0 ? kept.trainCount : kept.trainCount - testCount,
    testCount,
  }
  if (!settings.resize || kept.shape.join() === input.join()) return facts
  if (!wanted) return { fault: noImage(input, kept.name) }
  const fault = resizeFault(kept.shape, wanted)
  if (fault) return { fault: `${kept.name} cannot be resized to ${formatShape(input)}: ${fault}.` }
  return { ...facts, shape: wanted, resizedFrom: kept.shape }
}

/** What to say where this browser does not have the data that a document names. */
export const missingData = (name: string): string =>
  `This browser does not have the data “${name}” that the model was made with: drop its files on the window and add them under this name, or choose other data.`

/** Why images of one shape cannot be made into those of another; undefined where they can. */
export const resizeFault = (from: ImageShape, to: ImageShape): string | undefined =>
  from[0] === to[0] || ((from[0] === 1 || from[0] === 3) && (to[0] === 1 || to[0] === 3))
    ? undefined
    : `images of ${from[0]} channels cannot become ones of ${to[0]}`

const imageShape = (shape: Shape): ImageShape | undefined =>
  shape.length === 3 ? [shape[0]!, shape[1]!, shape[2]!] : undefined

const noImage = (input: Shape, name: string): string =>
  `The Input of ${formatShape(input)} takes no images, which ${name} are: give it channels, height and width.`
