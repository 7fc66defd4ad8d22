import type { OpenRequest, TrainingReport, TrainingRequest } from './protocol.ts'

export { trainingFault } from './requirements.ts'
export { rateAt } from './schedule.ts'

/** The page's end of the training worker. */
export interface TrainingClient {
  /** Sends a request; the first one starts the worker. */
  send(request: TrainingRequest): void
  /** Hears every report from now on. Returns what ends it. */
  subscribe(listener: (report: TrainingReport) => void): () => void
  /** Ends the worker and whatever it is doing. */
  dispose(): void
}

/** A client with a worker of its own, which is not started before it is needed. */
export function createTrainingClient(): TrainingClient {
  const listeners = new Set<(report: TrainingReport) => void>()
  let worker: Worker | undefined

  const tell = (report: TrainingReport): void => {
    for (const listener of listeners) listener(report)
  }

  function start(): Worker {
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: 'training',
    })
    started.addEventListener('message', ({ data }: MessageEvent<TrainingReport>) => tell(data))
    const fail = (message: string) => {
      // The next request starts a new worker.
      if (worker === started) worker = undefined
      started.terminate()
      tell({ type: 'failed', message, isCrash: true })
    }
    started.addEventListener('error', event => {
      event.preventDefault()
      const cause = event.message ? ` (${event.message})` : ''
      fail(`The training worker ended${cause}.`)
    })
    started.addEventListener('messageerror', () => {
      fail('A message from the training worker could not be read.')
    })
    started.postMessage({ type: 'open', base: document.baseURI } satisfies OpenRequest)
    return started
  }

  return {
    send(request) {
      worker ??= start()
      worker.postMessage(request)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose() {
      worker?.terminate()
      worker = undefined
      listeners.clear()
    },
  }
}
