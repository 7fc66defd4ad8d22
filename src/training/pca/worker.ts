/** The PCA worker: loads the images that a request names, fits, answers. The page ends it then. */
import { pageSources } from '../data/pageSources.ts'
import { loadImages } from '../data/sources.ts'
import { limitDataset } from '../datasets.ts'
import { fitDataset } from './fit.ts'
import type { PcaReport, PcaRequest } from './protocol.ts'

/** What part of the time loading takes, roughly, for MNIST. */
const loadingShare = 0.08

const report = (message: PcaReport): void => postMessage(message)

async function answer({ data, dims, base }: PcaRequest): Promise<void> {
  const whole = await loadImages(data, data.shape, pageSources(base), part =>
    report({ type: 'progress', done: loadingShare * part }),
  )
  const fit = await fitDataset(limitDataset(whole, data), dims, {
    onProgress: done => report({ type: 'progress', done: loadingShare + (1 - loadingShare) * done }),
  })
  report({ type: 'fitted', fit })
}

addEventListener('message', ({ data }: MessageEvent<PcaRequest>) => {
  answer(data).catch((error: unknown) =>
    report({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
})
