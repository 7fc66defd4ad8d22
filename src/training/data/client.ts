import type { DataQuestion, DataQuestions, DataReport, DataRequest } from './protocol.ts'

/** The page's end of the data worker. */
export interface DataClient {
  /** Asks the worker, which the first question starts. Rejects with a sentence where it fails or is cancelled. */
  ask<Q extends DataQuestion>(
    question: Q,
    asked: DataQuestions[Q]['asked'],
    onProgress?: (what: string, part: number) => void,
  ): Promise<DataQuestions[Q]['answer']>
  /** Ends the worker and whatever it is doing; the next question starts a new one. */
  cancel(): void
}

interface Waiting {
  resolve(answer: DataQuestions[DataQuestion]['answer']): void
  reject(error: Error): void
  onProgress?: ((what: string, part: number) => void) | undefined
}

/** A client with a worker of its own. */
export function createDataClient(): DataClient {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0

  function end(message: string): void {
    worker?.terminate()
    worker = undefined
    const all = [...waiting.values()]
    waiting.clear()
    for (const { reject } of all) reject(new Error(message))
  }

  function start(): Worker {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<DataReport>) => {
      const asker = waiting.get(data.id)
      if (data.type === 'progress') {
        asker?.onProgress?.(data.what, data.part)
        return
      }
      waiting.delete(data.id)
      if (data.type === 'answer') asker?.resolve(data.answer)
      else asker?.reject(new Error(data.message))
    })
    started.addEventListener('error', event => {
      event.preventDefault()
      const cause = event.message ? ` (${event.message})` : ''
      end(`The data worker ended${cause}: it may have run out of memory. Try fewer or smaller files.`)
    })
    return started
  }

  return {
    ask: (question, asked, onProgress) =>
      new Promise((resolve, reject) => {
        worker ??= start()
        const id = ++lastId
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, onProgress })
        worker.postMessage({ id, question, asked, base: document.baseURI } satisfies DataRequest<
          typeof question
        >)
      }),
    cancel: () => end('This was cancelled.'),
  }
}
