import { ChartSpline } from 'lucide-react'
import { trainRefusal } from '../../store/trainRefusal.ts'
import { useInference } from '../../store/useDocument.ts'
import { Button } from '../../ui/Button.tsx'
import { useRateTest } from './rateTestStore.ts'

/** Starts the learning-rate range test. */
export function FindRateButton() {
  const start = useRateTest(state => state.start)
  const isRunning = useRateTest(state => state.status.kind === 'running')
  return (
    <Button
      look="outline"
      icon={<ChartSpline size={13} aria-hidden />}
      refusal={trainRefusal(useInference()) ?? (isRunning ? 'The test is running.' : undefined)}
      hint="Trains some steps with ever larger rates, and forgets them"
      onClick={start}
    >
      Find a learning rate
    </Button>
  )
}
