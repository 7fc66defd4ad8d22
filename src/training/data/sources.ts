/** The one way to the images of a document, for every worker and the command line. */
import { type DatasetName, isGenerated, ownName } from '../../graph/dataSettings.ts'
import type { TrainingSettings } from '../../graph/document.ts'
import type { Shape } from '../../graph/shape.ts'
import type { Dataset, Images } from '../stepper.ts'
import { type ImageShape, mostImages } from './arrays.ts'
import { dataSettings, missingData, sourceFacts } from './facts.ts'
import { generate } from './generate.ts'
import type { OwnData } from './ownData.ts'
import { createResizer } from './resize.ts'
import { splitImages } from './split.ts'
import { treatmentOf } from './treatment.ts'

/** Where the data of a place is found. */
export interface SourceEnvironment {
  /** MNIST; `onProgress` hears of the part that has come. */
  mnist(onProgress: (part: number) => void): Promise<Dataset>
  /** A person's own data by its name; undefined where there is none of this name. */
  own(name: string): Promise<OwnData | undefined>
}

/**
 * What the data depends on: two requests with the same key get the same images. Undefined for own data, since other
 * images may have been added under its name meanwhile.
 */
export function dataKey(training: TrainingSettings, input: Shape): string | undefined {
  const { dataset } = training
  const { resize, images, dataSeed } = dataSettings(training)
  if (ownName(dataset) !== undefined) return undefined
  return JSON.stringify(
    isGenerated(dataset) ? [dataset, input, images, dataSeed] : [dataset, resize && input],
  )
}

/** What is said while the data comes. */
export const loadingText = (dataset: DatasetName): string =>
  isGenerated(dataset)
    ? `Drawing ${dataset}`
    : `Loading ${ownName(dataset) === undefined ? 'the digits' : `“${ownName(dataset)}”`}`

/**
 * The images that the settings choose, for an Input of this shape (channels, height, width): generated to fit it, resized
 * where the settings say so, else at their own size. `onProgress` hears of the part that is done, 0 to 1.
 * @throws Error with a sentence where the data is missing or cannot be made to fit.
 */
export async function loadImages(
  training: TrainingSettings,
  input: Shape,
  environment: SourceEnvironment,
  onProgress: (part: number) => void,
): Promise<Dataset> {
  const { images, dataSeed, testShare, resize } = dataSettings(training)
  const { dataset } = training
  if (isGenerated(dataset)) {
    const facts = sourceFacts(training, input, () => undefined)
    if ('fault' in facts) throw new Error(facts.fault)
    return generate(dataset, facts.shape, { images, seed: dataSeed }, onProgress)
  }
  const name = ownName(dataset)
  const whole = name === undefined ? await environment.mnist(onProgress) : await readOwn(name, environment)
  const isSplit = name === undefined || whole.test.count > 0
  const split = isSplit ? whole : { ...whole, ...splitImages(whole.train, testShare, dataSeed) }
  if (!resize || split.shape.join() === input.join()) return split
  const facts = sourceFacts(training, input, () => ({
    name: split.name,
    shape: split.shape,
    classes: [],
    trainCount: split.train.count,
    testCount: split.test.count,
    from: '',
  }))
  if ('fault' in facts) throw new Error(facts.fault)
  return resizeDataset(split, facts.shape, onProgress)
}

/** `loadImages`, and what is done to the images on their way into the network. */
export async function loadDataset(
  training: TrainingSettings,
  input: Shape,
  environment: SourceEnvironment,
  onProgress: (part: number) => void,
): Promise<Dataset> {
  return treated(await loadImages(training, input, environment, onProgress), training)
}

/** The dataset with the treatment that the settings ask for. */
export const treated = (dataset: Dataset, training: TrainingSettings): Dataset => ({
  ...dataset,
  treatment: treatmentOf(training, dataset.train, dataset.shape[0]),
})

async function readOwn(name: string, environment: SourceEnvironment): Promise<Dataset> {
  const data = await environment.own(name)
  if (!data) throw new Error(missingData(name))
  const { shape, classes, train, test } = data
  return { name, shape, classes: classes.length, classNames: classes, train, test }
}

/** How long it resizes before others get a turn, in milliseconds. */
const turn = 100

/** All images at another size; the first of them where 512 MiB do not hold more. */
async function resizeDataset(
  dataset: Dataset,
  shape: ImageShape,
  onProgress: (part: number) => void,
): Promise<Dataset> {
  const resize = createResizer(dataset.shape, shape)
  const [from, to] = [dataset.shape, shape].map(sides => sides[0]! * sides[1]! * sides[2]!) as [
    number,
    number,
  ]
  const all = dataset.train.count + dataset.test.count
  const share = Math.min(1, mostImages(shape) / Math.max(1, all))
  let last = performance.now()
  let done = 0
  const resized = async ({ count, pixels, labels }: Images): Promise<Images> => {
    const kept = Math.floor(count * share)
    const target = new Uint8Array(kept * to)
    for (let i = 0; i < kept; i++, done++) {
      resize(pixels, i * from, target, i * to)
      if (performance.now() - last < turn) continue
      onProgress(done / (all * share))
      await new Promise(resolve => setTimeout(resolve))
      last = performance.now()
    }
    return { count: kept, pixels: target, labels: labels.subarray(0, kept) }
  }
  return { ...dataset, shape, train: await resized(dataset.train), test: await resized(dataset.test) }
}
