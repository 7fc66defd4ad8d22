/** The training worker: the service behind `postMessage`, with the page's files at hand. */
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'
import { downloadMnist } from './mnistDownload.ts'
import type { OpenRequest, TrainingReport, TrainingRequest } from './protocol.ts'
import { createTrainingService } from './service.ts'

let base = location.href

const report = (message: TrainingReport): void => postMessage(message)

const serve = createTrainingService(
  {
    loadDataset: onProgress => downloadMnist(base, onProgress),
    backend: {
      wasmPaths: {
        'tfjs-backend-wasm.wasm': plainWasm,
        'tfjs-backend-wasm-simd.wasm': simdWasm,
        'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
      },
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
