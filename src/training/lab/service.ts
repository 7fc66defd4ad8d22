import type { TrainingSettings } from '../../graph/document.ts'
import type { Shape } from '../../graph/shape.ts'
import type { BackendChoice } from '../../runtime/backendReport.ts'
import { type BackendOptions, startBackend } from '../../runtime/backends.ts'
import { applyTreatment } from '../data/applied.ts'
import { dataSettings } from '../data/facts.ts'
import { dataKey } from '../data/sources.ts'
import type { Dataset } from '../stepper.ts'
import { createLabModel, type LabModel } from './model.ts'
import type { LabReport, LabRequest } from './protocol.ts'
import type { Desk, Question } from './question.ts'
import { questions } from './questions/index.ts'

type ModelRequest = Extract<LabRequest, { type: 'model' }>

/** What the laboratory needs of the place that it runs in. */
export interface LabEnvironment {
  /** The images that the settings choose, for an Input of this shape, with what is done to them on their way in. */
  loadDataset(base: string, training: TrainingSettings, input: Shape): Promise<Dataset>
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
  let given: ModelRequest | undefined
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
      if (!model) throw new Error('There is no trained network yet: train first.')
      return model
    },
    dataset() {
      if (!given) throw new Error('There is no trained network yet: train first.')
      const { training, plan } = given
      dataset ??= environment.loadDataset(base, training, plan.inputs[0]?.shape ?? [])
      dataset.catch(() => {
        dataset = undefined
      })
      return dataset
    },
    ofData: (key, make) => kept(dataResults, key, make),
    ofModel: (key, make) => kept(modelResults, key, make),
  }

  /** The network on the device, before the first question about it. */
  async function prepare(): Promise<void> {
    started ??= startBackend(backend, environment.backend)
    await started
    if (!given || model) return
    const { plan, weights, training } = given
    // Only a range that is not that of pixels needs the images before anything is asked of them.
    const isTreated = dataSettings(training).normalisation !== '0..1'
    model = createLabModel(plan, weights, isTreated ? applyTreatment(await desk.dataset()) : undefined)
  }

  async function answer({ id, name, asked }: Extract<LabRequest, { type: 'ask' }>): Promise<void> {
    const signal = running.get(id)?.signal
    try {
      signal?.throwIfAborted()
      await prepare()
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
          const isSameData = given && sameData(given, request)
          model?.dispose()
          model = undefined
          modelResults.clear()
          if (!isSameData) {
            dataset = undefined
            dataResults.clear()
          }
          given = request
        })
        return
      case 'weights':
        queue = queue.then(() => {
          if (!given) return
          given = { ...given, weights: request.weights }
          modelResults.clear()
          model?.setWeights(request.weights)
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

/** True where both networks see the same images in the same range; own data may have changed under its name. */
function sameData(a: ModelRequest, b: ModelRequest): boolean {
  const keys = [a, b].map(({ training, plan }) => dataKey(training, plan.inputs[0]?.shape ?? []))
  const ranges = [a, b].map(({ training }) => dataSettings(training).normalisation)
  return keys[0] !== undefined && keys[0] === keys[1] && ranges[0] === ranges[1]
}
