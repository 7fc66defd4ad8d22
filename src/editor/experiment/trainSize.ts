import type { ExperimentRow } from '../../formats/experiment/rows.ts'
import { createTrainingClient } from '../../training/client.ts'
import { type PcaFit, testMseAt } from '../../training/pca/client.ts'
import { reconstructPca } from '../../training/pca/project.ts'
import type { BackendChoice, Checkpoint, Samples, TrainingReport } from '../../training/protocol.ts'
import type { SizedNetwork } from './sizedNetworks.ts'

/** What a finished run of one code size has told. */
export interface SizeRun {
  readonly facts: Extract<TrainingReport, { type: 'started' }>
  readonly samples: Samples
  readonly testMse: number
  readonly step: number
  readonly seconds: number
}

export interface SizeWishes {
  readonly backend: BackendChoice
  readonly signal: AbortSignal
  /** Goes on from here. */
  readonly from?: Checkpoint
  onProgress(progress: {
    readonly step: number
    readonly total: number
    readonly stepsPerSecond: number
    readonly secondsLeft: number
  }): void
  onCheckpoint(checkpoint: Checkpoint): void
}

/** Trains one network to its end, in a worker that is ended then. Rejects with a sentence, or the signal's reason. */
export function trainSize(
  { plan, document, dims }: SizedNetwork,
  { backend, signal, from, onProgress, onCheckpoint }: SizeWishes,
): Promise<SizeRun> {
  const client = createTrainingClient()
  let facts: SizeRun['facts'] | undefined
  let samples: Samples | undefined
  let testMse: number | undefined
  const result = new Promise<SizeRun>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    client.subscribe(report => {
      if (report.type === 'started') facts = report
      else if (report.type === 'progress') onProgress({ ...report, total: facts?.totalSteps ?? report.step })
      else if (report.type === 'samples') samples = report
      else if (report.type === 'evaluated') testMse = report.testMse
      else if (report.type === 'checkpoint') {
        const { type: _, ...checkpoint } = report
        onCheckpoint(checkpoint)
      } else if (report.type === 'failed')
        reject(new Error(`With ${dims} numbers in the code: ${report.message}`))
      else if (report.type === 'finished') {
        const { step, seconds } = report
        if (facts && samples && testMse !== undefined) resolve({ facts, samples, testMse, step, seconds })
        else reject(new Error('The run ended without a test: its data has no test images.'))
      }
    })
    client.send({ type: 'train', plan, settings: document.training, backend, ...(from && { from }) })
  })
  return result.finally(() => client.dispose())
}

/** The run as a row of the figure, beside PCA with as many numbers. */
export async function rowOf(
  { dims, plan }: SizedNetwork,
  { samples, testMse, step, seconds }: SizeRun,
  fit: PcaFit,
): Promise<ExperimentRow> {
  const { count, originals, reconstructions } = samples
  const pictures = await reconstructPca(fit.pca, { count, pixels: originals }, dims)
  return {
    dims,
    parameters: plan.nodes.reduce((sum, { parameters }) => sum + parameters, 0),
    steps: step,
    testMse,
    pcaTestMse: testMseAt(fit, dims) ?? Number.NaN,
    seconds,
    reconstructions: reconstructions ?? new Uint8Array(originals.length),
    pca: Uint8Array.from(pictures, value => Math.round(255 * Math.min(1, Math.max(0, value)))),
  }
}
