import { RefreshCw } from 'lucide-react'
import { useTrainedModel } from '../store/trainedModel.ts'
import { Button } from '../ui/Button.tsx'
import styles from './Latent.module.css'
import { updateModel, useLatent } from './latentStore.ts'

/** Which weights the panel looks at, and newer ones where there are. */
export function ModelLine() {
  const held = useLatent(state => state.held)
  const isBringing = useLatent(state => state.isBringing)
  const fault = useLatent(state => state.fault)
  const set = useLatent(state => state.set)
  const trained = useTrainedModel()
  if (!held || held.model.plan !== trained?.plan) return null
  const isOld = held.model !== trained
  return (
    <span className={styles.model}>
      <span title={fault}>{fault ?? `Model: ${held.title}`}</span>
      {(isOld || isBringing) && (
        <Button
          size="dense"
          look="outline"
          icon={<RefreshCw size={13} aria-hidden />}
          refusal={isBringing ? 'The weights are on their way.' : undefined}
          hint="Looks at the weights as they are now"
          onClick={() => {
            set({ fault: undefined })
            void updateModel()
          }}
        >
          Update
        </Button>
      )}
    </span>
  )
}
