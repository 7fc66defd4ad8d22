import { dataKey } from '../data/sources.ts'
import type { PcaData } from './protocol.ts'

/**
 * A name for the images that PCA is fitted to: equal for equal images, whatever else the settings say. Range and
 * augmentation are left out, since PCA takes pixels from 0 to 1 as they are. Undefined for own data, which may hold
 * other images the next time.
 */
export function fitKey(data: PcaData): string | undefined {
  const key = dataKey(data, data.shape)
  return key && JSON.stringify([key, data.trainLimit, data.testLimit])
}
