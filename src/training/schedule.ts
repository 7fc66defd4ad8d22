import type { FullTraining } from '../graph/training.ts'

/** What of the settings decides the learning rate of a step. */
export type ScheduleSettings = Pick<
  FullTraining,
  'learningRate' | 'schedule' | 'stepSize' | 'gamma' | 'etaMin' | 'warmupSteps'
>

/** torch's default start_factor of LinearLR. */
const warmupStart = 1 / 3

/**
 * The learning rate of the step that comes after `step` others, in closed form (torch/optim/lr_scheduler.py). StepLR is
 * moved on by epochs and CosineAnnealingLR by steps, so that it ends with the run. A warm-up is LinearLR: it multiplies
 * StepLR, and the cosine begins behind it.
 */
export function rateAt(
  settings: ScheduleSettings,
  step: number,
  totalSteps: number,
  stepsPerEpoch: number,
): number {
  const { learningRate, warmupSteps } = settings
  const warmth = step < warmupSteps ? warmupStart + (1 - warmupStart) * (step / warmupSteps) : 1
  switch (settings.schedule) {
    case 'constant':
      return learningRate * warmth
    case 'StepLR': {
      const { gamma, stepSize } = settings
      return learningRate * warmth * gamma ** Math.floor(step / stepsPerEpoch / stepSize)
    }
    case 'CosineAnnealingLR': {
      const { etaMin } = settings
      const part = Math.max(0, step - warmupSteps) / Math.max(1, totalSteps - warmupSteps)
      const height = (1 + Math.cos(Math.PI * Math.min(1, part))) / 2
      return warmth * (etaMin + (learningRate - etaMin) * height)
    }
  }
}

/** True where all steps have one rate. */
export const isConstant = ({ schedule, warmupSteps }: ScheduleSettings): boolean =>
  schedule === 'constant' && warmupSteps === 0
