import type { PcaFit } from './fit.ts'
import { fitKey } from './fitKey.ts'
import { keepFit, readFit } from './kept.ts'
import type { WorkOptions } from './pace.ts'
import type { PcaData, PcaReport, PcaRequest } from './protocol.ts'

export { type PcaFit, testMseAt } from './fit.ts'
export type { PcaData } from './protocol.ts'

/** The page's end of PCA: fits are worked out in workers of their own, one for each, and kept. */
export interface PcaClient {
  /**
   * PCA of the training images that `data` names, with at least `dims` components, and its errors at every code size.
   * At once where it was worked out before, here or in an earlier visit; seconds otherwise, and for own data. Those who ask for the same
   * share one worker, which ends when the last of them has aborted. Rejects with a sentence, or the signal's reason.
   */
  fit(asked: { readonly data: PcaData; readonly dims: number }, work?: WorkOptions): Promise<PcaFit>
}

/** A fit on its way, and those who wait for it. */
interface Job {
  readonly dims: number
  readonly result: Promise<PcaFit>
  readonly listeners: Set<WorkOptions>
  end(): void
}

/** How a worker is made and what is kept; stood in for in tests. */
export interface PcaPlace {
  createWorker(): Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>
  read(key: string): Promise<PcaFit | undefined>
  keep(key: string, fit: PcaFit): Promise<void>
  readonly base: string
}

const page = (): PcaPlace => ({
  createWorker: () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
  read: readFit,
  keep: keepFit,
  base: document.baseURI,
})

/** A client; nothing is started before the first question. */
export function createPcaClient(place: PcaPlace = page()): PcaClient {
  const known = new Map<string, PcaFit>()
  const jobs = new Map<string, Job>()

  function begin(name: string, key: string | undefined, request: PcaRequest): Job {
    const listeners = new Set<WorkOptions>()
    let isEnded = false
    let worker: ReturnType<PcaPlace['createWorker']> | undefined
    const job: Job = {
      dims: request.dims,
      listeners,
      result: run(),
      end() {
        isEnded = true
        worker?.terminate()
        if (jobs.get(name) === job) jobs.delete(name)
      },
    }

    async function run(): Promise<PcaFit> {
      const kept = key === undefined ? undefined : await place.read(key)
      if (kept && reaches(kept, request.dims)) return kept
      const fit = await fitInWorker()
      if (key !== undefined) void place.keep(key, fit)
      return fit
    }

    function fitInWorker(): Promise<PcaFit> {
      return new Promise((resolve, reject) => {
        if (isEnded) return
        const started = place.createWorker()
        worker = started
        started.addEventListener('message', event => {
          const report = (event as MessageEvent<PcaReport>).data
          if (report.type === 'progress') for (const { onProgress } of listeners) onProgress?.(report.done)
          else if (report.type === 'fitted') resolve(report.fit)
          else reject(new Error(report.message))
        })
        started.addEventListener('error', event => {
          event.preventDefault()
          const { message } = event as ErrorEvent
          reject(new Error(`PCA ended${message ? ` (${message})` : ''}: try again, or reload the page.`))
        })
        started.postMessage(request)
      })
    }

    job.result
      .then(
        fit => {
          if (key !== undefined) known.set(key, fit)
        },
        () => {},
      )
      .finally(() => job.end())
    return job
  }

  /** The fit that is on its way, where it will do; else a new one. */
  function jobFor(key: string | undefined, request: PcaRequest): Job {
    const { data } = request
    const name = key ?? JSON.stringify([data.dataset, data.shape, data.resize, data.testShare, data.dataSeed])
    const running = jobs.get(name)
    if (running && running.dims >= request.dims) return running
    const job = begin(name, key, request)
    jobs.set(name, job)
    return job
  }

  return {
    fit({ data, dims }, work = {}) {
      const { signal } = work
      if (signal?.aborted) return Promise.reject(signal.reason)
      const key = fitKey(data)
      const before = key === undefined ? undefined : known.get(key)
      if (before && reaches(before, dims)) return Promise.resolve(before)
      const job = jobFor(key, { data, dims, base: place.base })
      job.listeners.add(work)
      return new Promise((resolve, reject) => {
        job.result.then(resolve, reject)
        signal?.addEventListener('abort', () => {
          reject(signal.reason)
          job.listeners.delete(work)
          if (job.listeners.size === 0) job.end()
        })
      })
    },
  }
}

/** Whether a fit has as many components as are wanted, or as there can be. */
const reaches = ({ pca }: PcaFit, dims: number): boolean => pca.dims >= Math.min(dims, pca.size)

let shared: PcaClient | undefined

/** The one client of the page, so that panels share what was worked out. */
export function pcaClient(): PcaClient {
  shared ??= createPcaClient()
  return shared
}
