import type { TrainingState } from '../store/trainingStore.ts'
import { formatCount, formatLoss } from '../ui/numbers.ts'

type Seen = Pick<TrainingState, 'trained' | 'progress' | 'facts' | 'evaluations' | 'opened'>

/** Which weights these are: "Run 3, after epoch 4, test MSE 0.0182"; a network that is no kept run by its own name. */
export function modelTitle({ trained, progress, facts, evaluations, opened }: Seen, run?: string): string {
  const name = run ?? trained?.name ?? 'the network'
  if (!progress && opened) return `${trained?.name ?? name} with ${opened.name}`
  if (!progress) return `${name}, before the first step`
  const { step } = progress
  const perEpoch = facts?.stepsPerEpoch ?? 0
  const isWhole = perEpoch > 0 && step % perEpoch === 0
  const when = isWhole ? `after epoch ${step / perEpoch}` : `at step ${formatCount(step)}`
  const last = evaluations.at(-1)
  if (!last) return `${name}, ${when}`
  const test = `test ${facts?.lossName ?? 'loss'} ${formatLoss(last.testLoss)}`
  return last.step === step
    ? `${name}, ${when}, ${test}`
    : `${name}, ${when}, ${test} at step ${formatCount(last.step)}`
}
