import type { TrainingReport } from '../training/protocol.ts'
import type { Terminal } from './terminal.ts'

type Progress = Extract<TrainingReport, { type: 'progress' }>

const barWidth = 16

/** One line on how far a run is: "epoch 1/5 ━━━━━━────── 141/469  loss 0.0312  1.3 steps/s  4 min 12 s left". */
export function progressLine(
  { step, epoch, losses, stepsPerSecond, secondsLeft }: Progress,
  { total, epochs }: { readonly total: number; readonly epochs: number },
): string {
  const filled = Math.round((barWidth * step) / total)
  const bar = '━'.repeat(filled) + '─'.repeat(barWidth - filled)
  const loss = losses.at(-1)?.toFixed(4) ?? ''
  return [
    `epoch ${epoch}/${epochs} ${bar} ${step}/${total}`,
    `loss ${loss}`,
    `${stepsPerSecond.toPrecision(2)} steps/s`,
    `${duration(secondsLeft)} left`,
  ].join('  ')
}

/** Shows how far PCA is, from the call on: "PCA 42 %  3 s left". */
export function pcaProgress({ show }: Terminal): (done: number) => void {
  const began = performance.now()
  return done => {
    const left = ((performance.now() - began) / 1000) * (1 / done - 1)
    show(`PCA ${Math.round(100 * done)} %  ${duration(left)} left`)
  }
}

/** Seconds as people say them: "42 s", "4 min 12 s", "1 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`
}
