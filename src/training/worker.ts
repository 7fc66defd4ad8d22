/** The training worker: the service behind `postMessage`, with the page's files at hand. */
import { pageSources } from './data/pageSources.ts'
import { loadImages } from './data/sources.ts'
import type { OpenRequest, TrainingReport, TrainingRequest } from './protocol.ts'
import { createTrainingService } from './service.ts'
import { wasmPaths } from './wasmFiles.ts'

let base = location.href

const report = (message: TrainingReport): void => postMessage(message)

const serve = createTrainingService(
  {
    loadDataset: (settings, input, onProgress) => loadImages(settings, input, pageSources(base), onProgress),
    backend: {
      wasmPaths,
    },
  },
  report,
)

addEventListener('message', ({ data }: MessageEvent<OpenRequest | TrainingRequest>) => {
  if (data.type === 'open') base = data.base
  else serve(data)
})

addEventListener('unhandledrejection', ({ reason }) => {
  report({ type: 'failed', message: reason instanceof Error ? reason.message : String(reason) })
})
