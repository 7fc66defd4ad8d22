import { Play, X } from 'lucide-react'
import { useRuns } from '../store/runsStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount } from '../ui/numbers.ts'
import styles from './Offer.module.css'
import { busyRefusal, resumeRun } from './openRun.ts'
import { attempt } from './runActions.ts'
import type { RunSummary } from './runRecord.ts'

const dismiss = (): void => useRuns.setState({ interrupted: undefined })

/** Offers to go on with the run that was cut off when its page went away. It is in the list of runs all the same. */
export function Offer({ run }: { run: RunSummary }) {
  const { name, network, step, facts } = run
  const isBusy = useTraining(() => busyRefusal() !== undefined)
  if (isBusy) return null
  return (
    <div className={styles.offer} role="status">
      <span>
        <b>{name}</b> was interrupted at step {formatCount(step)} of {formatCount(facts.totalSteps)} (
        {network}).
      </span>
      <Button
        look="outline"
        size="dense"
        icon={<Play size={12} aria-hidden />}
        hint={`Goes on from step ${formatCount(step)} as if nothing had happened`}
        onClick={() => attempt(`${name} cannot be resumed`, () => resumeRun(run))}
      >
        Resume
      </Button>
      <Button
        size="dense"
        icon={<X size={14} aria-hidden />}
        aria-label="Not now"
        hint="Not now; it stays in the list of runs"
        onClick={dismiss}
      />
    </div>
  )
}
