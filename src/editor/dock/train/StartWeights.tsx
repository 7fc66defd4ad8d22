import { startOf } from '../../store/startWeights.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { useInference } from '../../store/useDocument.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './StartWeights.module.css'

/** Which file the next run starts from, and the way back to fresh weights. */
export function StartWeights() {
  const opened = useTraining(state => state.opened)
  const letGo = useTraining(state => state.letGo)
  const start = startOf(opened, useInference())
  if (!start) return null
  const { name } = start.opened
  const isFit = start.misfit === undefined
  return (
    <>
      <div className={styles.start}>
        <h3 title={name}>Training starts from {isFit ? name : 'fresh weights'}</h3>
        <Button
          size="dense"
          look="outline"
          hint={`Lets go of ${name}: no network counts as trained until this one is`}
          onClick={letGo}
        >
          {isFit ? 'Use fresh weights' : 'Let go of the file'}
        </Button>
      </div>
      {!isFit && (
        <p className={styles.misfit} role="status">
          {name} does not fit the network as it is now. {start.misfit}
        </p>
      )}
    </>
  )
}
