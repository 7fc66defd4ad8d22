import { type DatasetName, ownName } from '../../graph/dataSettings.ts'
import type { OwnFacts } from '../../training/data/protocol.ts'
import { formatCount } from '../ui/numbers.ts'

/** Data by the name that a person knows it under. */
export const datasetTitle = (dataset: DatasetName): string =>
  ownName(dataset) ?? { mnist: 'MNIST', shapes: 'Shapes', gratings: 'Gratings' }[dataset as 'mnist']

/** "60,000 / 10,000": training and test images. */
export const countsText = (facts: { readonly trainCount: number; readonly testCount: number }): string =>
  `${formatCount(facts.trainCount)} / ${formatCount(facts.testCount)}`

/** "10 classes". */
export const classCount = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'class' : 'classes'}`

/** "28×28, grey" for an image shape. */
export const sizeText = ([channels, height, width]: OwnFacts['shape']): string =>
  `${height}×${width}, ${channels === 1 ? 'grey' : channels === 3 ? 'RGB' : `${channels} channels`}`
