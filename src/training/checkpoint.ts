/** Checkpoints: what a run needs to go on exactly where it was left, read from the device while the next steps are taken. */
import type { Weights } from '../compile/weights.ts'
import type { TrainingSettings } from '../graph/document.ts'
import type { BestTest } from './earlyStopping.ts'
import type { Stepper } from './stepper.ts'

/** The state of an optimizer by name, in the layout in which the stepper hands it out. */
export type OptimizerState = Readonly<Record<string, Float32Array>>

/** A moment of a run. The order of the images and what is drawn in training follow from the seed and the step. */
export interface Checkpoint {
  /** Steps taken. */
  readonly step: number
  /** Time that the run has taken up to here, in seconds. */
  readonly seconds: number
  readonly weights: Weights
  readonly optimizer: OptimizerState
  /** The lowest test loss so far; absent before the first test. */
  readonly best?: BestTest
}

/** How often checkpoints are taken. */
export interface CheckpointRhythm {
  /** After each so many steps, exactly; without it by time, so that neither slow nor fast devices feel it. */
  readonly everySteps?: number
}

/** The rhythm that the settings of a run ask for. */
export const rhythmOf = ({ checkpointEvery }: Partial<TrainingSettings>): CheckpointRhythm =>
  checkpointEvery == null ? {} : { everySteps: checkpointEvery }

/** Without a wish: after so many steps, but no sooner and no later than these times in milliseconds. */
const usual = { steps: 100, soonest: 2000, latest: 10_000 } as const

/** Reading may take one moment in so many; large networks are read less often for it. */
const share = 50

/** Reads a checkpoint. What it holds is that of the call, also where the stepper goes on before it has arrived. */
export async function readCheckpoint(
  stepper: Pick<Stepper, 'weights' | 'optimizerState'>,
  step: number,
  seconds: number,
): Promise<Checkpoint> {
  const [weights, optimizer] = await Promise.all([stepper.weights(), stepper.optimizerState()])
  return { step, seconds, weights, optimizer }
}

/** Puts a stepper where the checkpoint was. @throws Error where it is not one of the stepper's network. */
export function restoreCheckpoint(
  stepper: Pick<Stepper, 'setWeights' | 'setOptimizerState'>,
  { weights, optimizer }: Pick<Checkpoint, 'weights' | 'optimizer'>,
): void {
  stepper.setWeights(weights)
  stepper.setOptimizerState(optimizer)
}

/** Whether one can go on from it: all numbers are finite, and not all are zeros, as a GPU that has failed returns them. */
export function isSound({ weights, optimizer }: Checkpoint): boolean {
  const tensors = Object.values(weights).map(({ values }) => values)
  const areNumbers = (values: Float32Array) => values.every(Number.isFinite)
  return (
    [...tensors, ...Object.values(optimizer)].every(areNumbers) &&
    tensors.some(values => values.some(value => value !== 0))
  )
}

/** Takes the checkpoints of one run. */
export interface CheckpointKeeper {
  /** Steps until the next one that has its exact place; `Infinity` where it goes by time. */
  stepsLeft(step: number): number
  /** Takes one if it is time, or at a milestone such as the end of an epoch. Waits for nothing. */
  offer(step: number, isMilestone: boolean): void
  /** Takes one, unless the last was of this step, and waits for it. Rejects where the device cannot be read. */
  settle(step: number): Promise<void>
}

/** A keeper that hands each sound checkpoint to `keep`, in order. `seconds` tells the time that the run has taken. */
export function createCheckpointKeeper(
  stepper: Stepper,
  { everySteps }: CheckpointRhythm,
  seconds: () => number,
  keep: (checkpoint: Checkpoint) => void,
): CheckpointKeeper {
  let taken = { step: -1, at: performance.now() }
  let reading: Promise<void> | undefined
  let cost = 0

  const isDue = (step: number): boolean => {
    if (everySteps !== undefined) return step % everySteps === 0
    const passed = performance.now() - taken.at
    return (
      passed >= share * cost &&
      (passed >= usual.latest || (passed >= usual.soonest && step - taken.step >= usual.steps))
    )
  }
  function take(step: number): Promise<void> {
    const began = performance.now()
    taken = { step, at: began }
    const reads = readCheckpoint(stepper, step, seconds()).then(checkpoint => {
      cost = performance.now() - began
      if (isSound(checkpoint)) keep(checkpoint)
    })
    reading = reads
    const done = () => {
      if (reading === reads) reading = undefined
    }
    // A device that cannot be read shows itself in the next steps as well; `settle` hands the failure out.
    reads.then(done, done)
    return reads
  }
  return {
    stepsLeft: step =>
      everySteps === undefined ? Number.POSITIVE_INFINITY : everySteps - (step % everySteps),
    offer(step, isMilestone) {
      if (step !== taken.step && (everySteps !== undefined || !reading) && (isMilestone || isDue(step))) {
        void take(step).catch(() => {})
      }
    },
    async settle(step) {
      await reading?.catch(() => {})
      if (step !== taken.step) await take(step)
    },
  }
}
