/** One of two networks that are trained beside each other: its worker, and what is known of it so far. */
import type { Weights } from '../../../compile/weights.ts'
import { createTrainingClient, type TrainingClient } from '../../../training/client.ts'
import type { LabClient } from '../../../training/lab/client.ts'
import type { Samples, TestErrors, TrainingReport, TrainRequest } from '../../../training/protocol.ts'
import { type Measurable, type Measured, measure } from '../measured/measure.ts'

/** The energy at the predicted frequencies after so many steps. */
export interface EnergyPoint {
  readonly step: number
  readonly ratio: number
}

export interface SideState {
  readonly status: 'preparing' | 'running' | 'paused' | 'finished' | 'failed'
  /** What happens before the first step, or what went wrong. */
  readonly words: string | undefined
  readonly step: number
  readonly totalSteps: number
  readonly lossName: string
  readonly secondsLeft: number
  /** The loss of every step. */
  readonly losses: readonly number[]
  readonly test: (TestErrors & { readonly step: number }) | undefined
  readonly samples: Samples | undefined
  readonly energies: readonly EnergyPoint[]
  readonly measured: Measured | undefined
  /** Why the last measurement failed. */
  readonly fault: string | undefined
}

export const freshSide: SideState = {
  status: 'preparing',
  words: 'Starting the worker',
  step: 0,
  totalSteps: 0,
  lossName: 'loss',
  secondsLeft: Number.NaN,
  losses: [],
  test: undefined,
  samples: undefined,
  energies: [],
  measured: undefined,
  fault: undefined,
}

/** Milliseconds from one measurement to the next. */
const measureEvery = 2500

/** The handle on a network that is being trained. */
export interface Side {
  pause(): void
  resume(): void
  stop(): void
  /** Ends the worker. */
  dispose(): void
}

/**
 * Trains a network in a worker of its own and measures what it paints now and then, at the start and at the end.
 * `change` hears what is new. The laboratory is the comparison's own: the page's holds the network of the canvas.
 */
export function startSide(
  request: TrainRequest,
  measurable: Measurable | undefined,
  laboratory: LabClient,
  change: (update: (before: SideState) => SideState) => void,
): Side {
  const client: TrainingClient = createTrainingClient()
  const over = new AbortController()
  let measuredAt = 0
  let isMeasuring = false
  let asksAgain = false

  const set = (part: Partial<SideState>) => change(before => ({ ...before, ...part }))

  async function look(step: number, weights: Weights | 'fresh'): Promise<void> {
    if (!measurable) return
    isMeasuring = true
    measuredAt = Date.now()
    try {
      if (weights !== 'fresh') laboratory.setModel(request.plan, weights, request.settings)
      const measured = await measure(
        measurable,
        weights === 'fresh' ? { seed: request.settings.seed } : 'model',
        'random',
        { signal: over.signal, laboratory },
      )
      const ratio = measured.energy?.ratio
      change(before => ({
        ...before,
        measured,
        fault: undefined,
        energies:
          ratio === undefined
            ? before.energies
            : [...before.energies.filter(each => each.step !== step), { step, ratio }],
      }))
    } catch (error) {
      if (!over.signal.aborted) set({ fault: error instanceof Error ? error.message : String(error) })
    } finally {
      isMeasuring = false
      if (asksAgain && !over.signal.aborted) client.send({ type: 'weights' })
      asksAgain = false
    }
  }

  function receive(report: TrainingReport): void {
    switch (report.type) {
      case 'preparing': {
        const share = report.progress === undefined ? '' : ` ${Math.round(100 * report.progress)} %`
        set({ status: 'preparing', words: `${report.what}${share}` })
        return
      }
      case 'started':
        set({
          status: 'running',
          words: undefined,
          totalSteps: Math.min(report.totalSteps, request.steps ?? Number.POSITIVE_INFINITY),
          lossName: report.lossName,
        })
        void look(0, 'fresh')
        return
      case 'progress':
        change(before => ({
          ...before,
          step: report.step,
          secondsLeft: report.secondsLeft,
          losses: [...before.losses.slice(0, report.step - report.losses.length), ...report.losses],
        }))
        if (!isMeasuring && Date.now() > measuredAt + measureEvery) client.send({ type: 'weights' })
        return
      case 'samples':
        set({ samples: report })
        return
      case 'evaluated':
        set({ test: report })
        return
      case 'weights':
        if (!isMeasuring) void look(report.step, report.weights)
        return
      case 'paused':
        set({ status: 'paused' })
        return
      case 'resumed':
        set({ status: 'running' })
        return
      case 'finished':
        set({ status: 'finished', step: report.step })
        if (isMeasuring) asksAgain = true
        else client.send({ type: 'weights' })
        return
      case 'failed':
        set({ status: 'failed', words: report.message })
        return
      default:
        return
    }
  }

  client.subscribe(receive)
  client.send({ type: 'train', ...request })
  return {
    pause: () => client.send({ type: 'pause' }),
    resume: () => client.send({ type: 'resume' }),
    stop: () => client.send({ type: 'stop' }),
    dispose: () => {
      over.abort()
      client.dispose()
    },
  }
}
