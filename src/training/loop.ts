/**
 * The training loop: epochs in a seeded order, pausing and stopping between steps, reports at a rate that people can
 * read. It runs unchanged in the worker, on the command line and in tests, and knows of the stepper only what
 * `stepper.ts` says.
 */
import { defaultTraining, type TrainingSettings } from '../graph/document.ts'
import { fullTraining } from '../graph/training.ts'
import { type CheckpointRhythm, createCheckpointKeeper } from './checkpoint.ts'
import { type BestTest, createEarlyStopping } from './earlyStopping.ts'
import { createLossWatch } from './lossWatch.ts'
import { epochOrder } from './order.ts'
import type { TestErrors, TrainingReport } from './protocol.ts'
import { drawSamples, pickSamples } from './samples.ts'
import { isConstant, rateAt } from './schedule.ts'
import { createSpeedometer } from './speedometer.ts'
import type { Dataset, Evaluation, Stepper } from './stepper.ts'

/** What the loop tells while it runs. */
export type LoopReport = Extract<
  TrainingReport,
  { type: 'progress' | 'samples' | 'evaluated' | 'checkpoint' | 'paused' | 'resumed' | 'finished' | 'failed' }
>

export interface LoopOptions {
  /** Where they have no learning rate, the stepper's own is left as it is. */
  readonly settings: Pick<TrainingSettings, 'batchSize' | 'epochs' | 'seed'> & Partial<TrainingSettings>
  /** Ends after so many steps, counted from the very beginning, where that is less than the epochs. */
  readonly steps?: number
  /** Steps taken in an earlier run, whose weights and optimizer the stepper has been given. */
  readonly startStep?: number
  /** Time that they took, in seconds. */
  readonly startSeconds?: number
  /** The lowest test loss of those steps, for early stopping. */
  readonly best?: BestTest
  /** How often the run is kept, by reports of type `checkpoint`: also at its start, in pauses and at its end. Never without it. */
  readonly checkpoints?: CheckpointRhythm
}

/** Why a run failed, in a sentence, and what it looks like: a device that failed, or losses that grew or stood still. */
export interface Failure {
  readonly kind: 'device' | 'diverged' | 'stuck'
  readonly message: string
}

/** How a run ended. */
export interface Outcome {
  readonly step: number
  readonly reason: 'done' | 'stopped' | 'failed'
  /** Only where it failed. */
  readonly failure?: Failure
  /** The last errors on the test images; absent where there was no evaluation. */
  readonly test?: TestErrors
  /** Time in steps alone, without evaluation, samples and pauses, over the steps of this run. */
  readonly secondsPerStep: number
}

export interface TrainingLoop {
  /** Trains to the end, or until it is stopped or fails; never rejects. Call it once. */
  run(): Promise<Outcome>
  pause(): void
  resume(): void
  stop(): void
  /** Ends the run as failed, for what the stepper cannot know: the GPU reported an error. */
  fail(message: string): void
  /** Steps taken so far, those of earlier runs included. */
  readonly step: number
  /** The lowest test loss so far. */
  readonly best: BestTest | undefined
}

/** How long steps may go on before their losses are read and reported, in milliseconds. */
const reportEvery = 100
const samplesEvery = 500
/** Test images between two looks at the messages while evaluating. */
const evaluationPart = 200

/** The number of steps in an epoch, the smaller last batch included, as torch's DataLoader has it. */
export const stepsPerEpoch = (images: number, batchSize: number): number => Math.ceil(images / batchSize)

/** The step at which a run with these options ends. */
export const totalSteps = ({ settings, steps }: LoopOptions, images: number): number =>
  Math.min(settings.epochs * stepsPerEpoch(images, settings.batchSize), steps ?? Number.POSITIVE_INFINITY)

/** A loop over the training images of a dataset that the stepper holds; nothing happens before `run`. */
export function createTrainingLoop(
  stepper: Stepper,
  dataset: Dataset,
  options: LoopOptions,
  report: (report: LoopReport) => void,
): TrainingLoop {
  const { batchSize, seed } = options.settings
  const images = dataset.train.count
  const perEpoch = stepsPerEpoch(images, batchSize)
  const last = totalSteps(options, images)
  const start = options.startStep ?? 0
  const samples = pickSamples(dataset)
  const full = fullTraining({ ...defaultTraining, ...options.settings })
  const course = options.settings.learningRate === undefined ? undefined : full
  const stopping = createEarlyStopping(full.patience, perEpoch, options.best)
  const findFault = createLossWatch(images <= batchSize)
  const speed = createSpeedometer()
  const began = performance.now()
  const seconds = (): number => (options.startSeconds ?? 0) + (performance.now() - began) / 1000
  const keeper =
    options.checkpoints &&
    createCheckpointKeeper(stepper, options.checkpoints, seconds, checkpoint =>
      report({ type: 'checkpoint', ...checkpoint, ...withBest(stopping.bestAt(checkpoint.step)) }),
    )

  let step = start
  let wish: 'run' | 'pause' | 'stop' = 'run'
  let wake: () => void = () => {}
  let reportedFault: string | undefined
  let kind: Failure['kind'] = 'device'
  let endWaiting: (error: Error) => void = () => {}
  const fault = new Promise<never>((_, reject) => (endWaiting = reject))
  fault.catch(() => {})
  /** What the device yields. One that is lost may never answer, so that a fault that it reports ends the waiting. */
  const device = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, fault])
  let test: TestErrors | undefined
  let early: string | undefined
  let evaluatedAt = -1
  let order: Int32Array | undefined
  let nextSamples = 0
  let sampledAt = -1

  const epochOf = (done: number): number => Math.max(1, Math.ceil(done / perEpoch))

  function takeStep(): void {
    const position = step % perEpoch
    if (position === 0 || !order) order = epochOrder(images, seed, Math.floor(step / perEpoch) + 1)
    if (course) stepper.setLearningRate(rateAt(course, step, last, perEpoch))
    stepper.step(order.slice(position * batchSize, (position + 1) * batchSize))
    step++
  }

  /** Steps for about a tenth of a second; a fast device gets as many at once as it did in the last one. */
  async function takeSteps(): Promise<void> {
    const before = performance.now()
    const end = Math.min(
      last,
      (Math.floor(step / perEpoch) + 1) * perEpoch,
      step + speed.stepsIn(reportEvery),
      step + (keeper?.stepsLeft(step) ?? Number.POSITIVE_INFINITY),
    )
    const first = step
    do takeStep()
    while (step < end && performance.now() - before < reportEvery)
    const losses = await device(stepper.losses())
    speed.add(step - first, performance.now() - before)
    const wrong = findFault(losses, step)
    const { stepsPerSecond } = speed
    const secondsLeft = (last - step) / stepsPerSecond
    report({
      type: 'progress',
      ...{ step, epoch: epochOf(step), losses, stepsPerSecond, secondsLeft },
      ...(course && !isConstant(course) && { learningRate: rateAt(course, step - 1, last, perEpoch) }),
    })
    if (wrong === undefined) return
    kind = losses.every(Number.isFinite) ? 'stuck' : 'diverged'
    throw new Error(wrong)
  }

  async function showSamples(): Promise<void> {
    if (sampledAt === step) return
    sampledAt = step
    const before = performance.now()
    report({ type: 'samples', ...(await device(drawSamples(stepper, samples, step))) })
    const now = performance.now()
    // At most every tenth moment goes into samples, where a device is slow.
    nextSamples = now + Math.max(samplesEvery, 10 * (now - before))
  }

  async function evaluate(): Promise<void> {
    if (evaluatedAt === step || dataset.test.count === 0) return
    const found = await device(evaluateImages(stepper, 'test', dataset.test.count, waitWhilePaused))
    if (found === undefined) return
    const { loss, accuracy } = found
    test = {
      testLoss: loss,
      ...(stepper.objective.isMse && { testMse: loss }),
      ...(accuracy !== undefined && { accuracy }),
    }
    evaluatedAt = step
    report({ type: 'evaluated', step, epoch: epochOf(step), ...test })
    if (!stopping.add(step, loss) || step === last) return
    const { step: at = step } = stopping.bestAt(step) ?? {}
    early = `The test loss has not fallen since epoch ${epochOf(at)}.`
  }

  /** Lets messages arrive; false where the run has been stopped. */
  async function waitWhilePaused(): Promise<boolean> {
    await new Promise(resolve => setTimeout(resolve, 0))
    if (wish === 'pause') {
      await showSamples()
      if (keeper) await device(keeper.settle(step))
      report({ type: 'paused', step })
      while (wish === 'pause') await new Promise<void>(resolve => (wake = resolve))
      if (wish === 'run') report({ type: 'resumed' })
    }
    if (reportedFault !== undefined) throw new Error(reportedFault)
    return wish !== 'stop'
  }

  async function train(): Promise<'done' | 'stopped'> {
    await showSamples()
    if (keeper) await device(keeper.settle(step))
    while (step < last && early === undefined) {
      if (!(await waitWhilePaused())) return 'stopped'
      await takeSteps()
      if (performance.now() >= nextSamples) await showSamples()
      const isMilestone = step % perEpoch === 0 || step === last
      if (isMilestone) await evaluate()
      // Behind the evaluation: who goes on from here has it.
      keeper?.offer(step, isMilestone)
    }
    return (await waitWhilePaused()) ? 'done' : 'stopped'
  }

  function say(next: typeof wish): void {
    if (wish === 'stop') return
    wish = next
    wake()
  }

  return {
    get step() {
      return step
    },
    get best() {
      return stopping.bestAt(step)
    },
    pause: () => say('pause'),
    resume: () => say('run'),
    stop: () => say('stop'),
    fail(message) {
      reportedFault ??= message
      endWaiting(new Error(reportedFault))
      say('stop')
    },
    async run() {
      const outcome = (reason: Outcome['reason'], failure?: Failure): Outcome => ({
        step,
        reason,
        ...(failure && { failure }),
        ...(test && { test }),
        secondsPerStep: speed.secondsPerStep,
      })
      try {
        const reason = await train()
        await showSamples()
        if (keeper) await device(keeper.settle(step))
        report({ type: 'finished', step, reason, seconds: seconds(), ...(early !== undefined && { early }) })
        return outcome(reason)
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        report({ type: 'failed', message })
        return outcome('failed', { kind: reportedFault === undefined ? kind : 'device', message })
      }
    },
  }
}

const withBest = (best: BestTest | undefined): { readonly best?: BestTest } => (best ? { best } : {})

/**
 * The error over the first `count` images, in parts. Between two of them `goOn` is asked; undefined where it answers no.
 */
export async function evaluateImages(
  stepper: Stepper,
  part: 'train' | 'test',
  count: number,
  goOn: () => Promise<boolean>,
): Promise<Evaluation | undefined> {
  let [loss, hits, isClassifier] = [0, 0, false]
  for (let from = 0; from < count; from += evaluationPart) {
    const size = Math.min(evaluationPart, count - from)
    const found = await stepper.evaluate(part, from, size)
    loss += size * found.loss
    hits += size * (found.accuracy ?? 0)
    isClassifier = found.accuracy !== undefined
    if (!(await goOn())) return undefined
  }
  return { loss: loss / count, ...(isClassifier && { accuracy: hits / count }) }
}
