import { useEditor } from '../store/editorStore.ts'
import { formatCount } from '../ui/numbers.ts'
import { forgetTraining } from './interrupted.ts'
import { canResume } from './runRecord.ts'
import { readRuns, trainedElsewhere } from './runStorage.ts'

/** Says once that runs were cut off and can be resumed; those that another tab trains are left alone. */
export async function offerRuns(marked: readonly string[]): Promise<void> {
  const [runs, elsewhere] = await Promise.all([readRuns(), trainedElsewhere()])
  const gone = marked.filter(id => !elsewhere.has(id))
  gone.forEach(forgetTraining)
  const cut = runs.filter(run => gone.includes(run.id) && canResume(run) && run.status !== 'failed')
  const [first, ...others] = cut
  if (!first) return
  const where = `at step ${formatCount(first.step)} of ${formatCount(first.facts.totalSteps)}`
  const more = others.length > 0 ? `, and ${formatCount(others.length)} more` : ''
  useEditor.getState().say(`${first.name} was interrupted ${where}${more}: resume it in Runs.`)
}
