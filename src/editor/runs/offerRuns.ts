import { useRuns } from '../store/runsStore.ts'
import { forgetTraining } from './interrupted.ts'
import { canResume } from './runRecord.ts'
import { isAbandoned, readRuns } from './runStorage.ts'

/** Offers the newest run that was cut off; those that another tab trains are left alone. */
export async function offerRuns(marked: readonly string[]): Promise<void> {
  const [runs, ...abandoned] = await Promise.all([readRuns(), ...marked.map(isAbandoned)])
  const gone = marked.filter((_, i) => abandoned[i])
  gone.forEach(forgetTraining)
  const interrupted = runs.find(run => gone.includes(run.id) && canResume(run) && run.status !== 'failed')
  if (interrupted) useRuns.setState({ interrupted })
}
