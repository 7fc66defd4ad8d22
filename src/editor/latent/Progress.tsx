import { RotateCcw } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { formatSeconds } from '../ui/numbers.ts'
import styles from './Latent.module.css'
import type { Awaited } from './useAnswer.ts'

interface ProgressProps {
  /** What is being done: "Encoding training digits". */
  readonly what: string
  readonly of: Pick<Awaited<unknown>, 'isBusy' | 'way' | 'fault' | 'isCancelled' | 'cancel' | 'again'>
  /** The share in words: "1,200 of 4,000". */
  readonly count?: (done: number) => string
}

/** How far something is, with what is left and a way to end it; why it failed, with a way to try again. Else nothing. */
export function Progress({ what, of, count }: ProgressProps) {
  const { isBusy, way, fault, isCancelled, cancel, again } = of
  if (fault !== undefined || isCancelled) {
    return (
      <p className={styles.progress} role={fault ? 'alert' : undefined}>
        <span className={fault ? styles.fault : undefined}>{fault ?? `${what}: cancelled.`}</span>
        <Button size="dense" look="outline" icon={<RotateCcw size={13} aria-hidden />} onClick={again}>
          Try again
        </Button>
      </p>
    )
  }
  if (!isBusy || !way) return null
  const percent = Math.floor(100 * way.done)
  return (
    <p className={styles.progress}>
      <span>
        {what}: {count?.(way.done) ?? `${percent} %`}
        {way.secondsLeft !== undefined && `, ${formatSeconds(Math.max(1, way.secondsLeft))} left`}
      </span>
      <span className={styles.bar} role="progressbar" aria-label={what} aria-valuenow={percent}>
        <span style={{ width: `${100 * way.done}%` }} />
      </span>
      <Button size="dense" onClick={cancel}>
        Cancel
      </Button>
    </p>
  )
}
