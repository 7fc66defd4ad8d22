import { downloadMnist } from '../mnistDownload.ts'
import { readOwn } from './ownStore.ts'
import type { SourceEnvironment } from './sources.ts'

/** Where a worker of the page finds data: MNIST below `base`, own data in the browser's storage. */
export const pageSources = (base: string): SourceEnvironment => ({
  mnist: onProgress => downloadMnist(base, onProgress),
  own: readOwn,
})
