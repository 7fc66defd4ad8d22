import type { Plan } from '../../compile/plan.ts'
import type { Weights } from '../../compile/weights.ts'
import type { TrainingSettings } from '../../graph/document.ts'
import type { BackendChoice } from '../../runtime/backendReport.ts'
import type { WorkOptions } from '../pca/pace.ts'
import type { Answer, Asked, LabReport, LabRequest, QuestionName } from './protocol.ts'

export type { Answer, Asked, QuestionName } from './protocol.ts'

/** The page's end of a laboratory. */
export interface LabClient {
  /** Hands in the network that questions are about from now on. */
  setModel(plan: Plan, weights: Weights, training: TrainingSettings): void
  /**
   * Asks a question; the first one starts the worker. Rejects with a sentence, or with the signal's reason where that
   * was aborted.
   */
  ask<Name extends QuestionName>(name: Name, asked: Asked<Name>, work?: WorkOptions): Promise<Answer<Name>>
  /** Ends the worker; questions that are open are rejected. */
  dispose(): void
}

interface Open {
  readonly work: WorkOptions
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** A laboratory with a worker of its own, which is not started before something is asked. */
export function createLabClient(backend: BackendChoice = 'auto'): LabClient {
  const open = new Map<number, Open>()
  let worker: Worker | undefined
  let model: Extract<LabRequest, { type: 'model' }> | undefined
  let lastId = 0

  const send = (request: LabRequest): void => worker?.postMessage(request)

  function start(): Worker {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<LabReport>) => receive(data))
    started.addEventListener('error', event => {
      event.preventDefault()
      end(`The laboratory ended${event.message ? ` (${event.message})` : ''}: try again, or reload the page.`)
    })
    started.addEventListener('messageerror', () => {
      end('A message from the laboratory could not be read: reload the page.')
    })
    started.postMessage({ type: 'open', base: document.baseURI, backend } satisfies LabRequest)
    if (model) started.postMessage(model)
    return started
  }

  function receive(report: LabReport): void {
    const question = open.get(report.id)
    if (!question) return
    if (report.type === 'progress') {
      question.work.onProgress?.(report.done)
      return
    }
    open.delete(report.id)
    if (report.type === 'answer') question.resolve(report.answer)
    else question.reject(new Error(report.message))
  }

  function end(message: string): void {
    worker?.terminate()
    worker = undefined
    const questions = [...open.values()]
    open.clear()
    for (const { reject } of questions) reject(new Error(message))
  }

  return {
    setModel(plan, weights, training) {
      const isKnown = model?.plan === plan && model.training === training
      model = { type: 'model', plan, weights, training }
      send(isKnown ? { type: 'weights', weights } : model)
    },
    ask(name, asked, work = {}) {
      const { signal } = work
      if (signal?.aborted) return Promise.reject(signal.reason)
      worker ??= start()
      const id = ++lastId
      return new Promise((resolve, reject) => {
        open.set(id, { work, resolve: answer => resolve(answer as Answer<typeof name>), reject })
        signal?.addEventListener('abort', () => {
          if (!open.delete(id)) return
          send({ type: 'cancel', id })
          reject(signal.reason)
        })
        send({ type: 'ask', id, name, asked })
      })
    },
    dispose: () => end('The laboratory was closed.'),
  }
}
