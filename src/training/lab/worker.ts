/** The laboratory worker: the service behind `postMessage`, with the page's files at hand. */
import { pageSources } from '../data/pageSources.ts'
import { loadDataset } from '../data/sources.ts'
import { wasmPaths } from '../wasmFiles.ts'
import type { LabReport, LabRequest } from './protocol.ts'
import { createLabService } from './service.ts'

const serve = createLabService(
  {
    loadDataset: (base, training, input) => loadDataset(training, input, pageSources(base), () => {}),
    backend: { wasmPaths },
  },
  (report: LabReport) => postMessage(report),
)

addEventListener('message', ({ data }: MessageEvent<LabRequest>) => serve(data))
