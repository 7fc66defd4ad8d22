import type { Span } from '../latent/angles.ts'
import type { AnglesReport, AnglesRequest } from './anglesWorker.ts'
import type { Pca } from './pca.ts'

/** The page's end of the worker that finds principal angles. */
export interface AnglesClient {
  /** The principal angles between two spaces in radians, from the smallest up. Rejects with a sentence. */
  between(a: Span, b: Span): Promise<readonly number[]>
  /** Ends the worker; what is open is never answered. */
  dispose(): void
}

/** A client with a worker of its own, which is started with the first question. */
export function createAnglesClient(): AnglesClient {
  const open = new Map<number, { resolve(angles: readonly number[]): void; reject(error: Error): void }>()
  let worker: Worker | undefined
  let lastId = 0

  function start(): Worker {
    const started = new Worker(new URL('./anglesWorker.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<AnglesReport>) => {
      const question = open.get(data.id)
      open.delete(data.id)
      if ('angles' in data) question?.resolve(data.angles)
      else question?.reject(new Error(data.message))
    })
    started.addEventListener('error', event => {
      event.preventDefault()
      worker = undefined
      started.terminate()
      for (const { reject } of open.values()) reject(new Error('The angles could not be worked out.'))
      open.clear()
    })
    return started
  }

  return {
    between(a, b) {
      worker ??= start()
      const id = ++lastId
      worker.postMessage({ id, spans: [a, b] } satisfies AnglesRequest)
      return new Promise((resolve, reject) => open.set(id, { resolve, reject }))
    },
    dispose() {
      worker?.terminate()
      worker = undefined
      open.clear()
    },
  }
}

/** The space of the first `dims` components of a PCA. */
export function pcaSpan({ size, dims: all, basis }: Pca, dims: number): Span {
  const columns = Math.min(dims, all)
  const values = new Float64Array(size * columns)
  for (let pixel = 0; pixel < size; pixel++) {
    values.set(basis.subarray(pixel * all, pixel * all + columns), pixel * columns)
  }
  return { rows: size, columns, values }
}
