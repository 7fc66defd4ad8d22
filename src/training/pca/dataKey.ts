import { dataSchema, isGenerated, ownName } from '../../graph/dataSettings.ts'
import type { PcaData } from './protocol.ts'

/**
 * A name for the images that PCA is fitted to: equal for equal images, whatever else the settings say. Range and
 * augmentation are left out, since PCA takes pixels from 0 to 1 as they are.
 */
export function dataKey(data: PcaData): string {
  const { dataset, shape, trainLimit, testLimit } = data
  const resize = data.resize ?? dataSchema.resize.default
  const images = data.images ?? dataSchema.images.default
  const testShare = data.testShare ?? dataSchema.testShare.default
  const dataSeed = data.dataSeed ?? dataSchema.dataSeed.default
  const decisive = isGenerated(dataset)
    ? { images, dataSeed }
    : ownName(dataset) === undefined
      ? { resize }
      : { resize, testShare, dataSeed }
  return JSON.stringify({ dataset, shape, ...decisive, trainLimit, testLimit })
}
