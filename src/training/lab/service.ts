import type { BackendChoice } from '../../runtime/backendReport.ts'
import { type BackendOptions, startBackend } from '../../runtime/backends.ts'
import type { Dataset } from '../stepper.ts'
import { createLabModel, type LabModel } from './model.ts'
import type { LabReport, LabRequest } from './protocol.ts'
import type { Desk, Question } from './question.ts'
import { questions } from './questions/index.ts'

/** What the laboratory needs of the place that it runs in. */
export interface LabEnvironment {
  loadDataset(base: string): Promise<Dataset>
  readonly backend: BackendOptions
}

/**
 * Answers questions about a network, one after the other: what they compute shares one device. A question that was
 * cancelled before its turn is not begun.
 */
export function createLabService(
  environment: LabEnvironment,
  report: (report: LabReport) => void,
): (request: LabRequest) => void {
  const running = new Map<number, AbortController>()
  let [base, backend]: [string, BackendChoice] = ['', 'auto']
  let started: Promise<unknown> | undefined
  let given: Extract<LabRequest, { type: 'model' }> | undefined
  let model: LabModel | undefined
  let dataset: Promise<Dataset> | undefined
  let queue: Promise<void> = Promise.resolve()
  const [dataResults, modelResults] = [
    new Map<string, Promise<unknown>>(),
    new Map<string, Promise<unknown>>(),
  ]

  /** Keeps what `make` yields; what fails or is cancelled is made anew the next time. */
  function kept<T>(results: Map<string, Promise<unknown>>, key: string, make: () => Promise<T>): Promise<T> {
    const known = results.get(key) as Promise<T> | undefined
    if (known) return known
    const result = make()
    results.set(key, result)
    result.catch(() => results.delete(key))
    return result
  }

  const desk: Desk = {
    model() {
      if (!given) throw new Error('There is no trained network yet: train first.')
      model ??= createLabModel(given.plan, given.weights)
      return model
    },
    dataset() {
      dataset ??= environment.loadDataset(base)
      dataset.catch(() => {
        dataset = undefined
      })
      return dataset
    },
    ofData: (key, make) => kept(dataResults, key, make),
    ofModel: (key, make) => kept(modelResults, key, make),
  }

  async function answer({ id, name, asked }: Extract<LabRequest, { type: 'ask' }>): Promise<void> {
    const signal = running.get(id)?.signal
    try {
      signal?.throwIfAborted()
      started ??= startBackend(backend, environment.backend)
      await started
      const question = questions[name] as Question<unknown, unknown>
      const onProgress = (done: number) => report({ type: 'progress', id, done })
      report({ type: 'answer', id, answer: await question(asked, desk, { signal, onProgress }) })
    } catch (error) {
      if (!signal?.aborted) {
        report({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
      }
    } finally {
      running.delete(id)
    }
  }

  return request => {
    switch (request.type) {
      case 'open':
        ;({ base, backend } = request)
        return
      case 'model':
        // In its turn, so that a question is answered of the network that it was asked about.
        queue = queue.then(() => {
          model?.dispose()
          model = undefined
          modelResults.clear()
          given = request
        })
        return
      case 'ask':
        running.set(request.id, new AbortController())
        queue = queue.then(() => answer(request))
        return
      case 'cancel':
        running.get(request.id)?.abort(new Error('This was cancelled.'))
        return
      default:
        request satisfies never
    }
  }
}
