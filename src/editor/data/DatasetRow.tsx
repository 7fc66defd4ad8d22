import { Plus, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { ownName } from '../../graph/dataSettings.ts'
import { trainingSchema } from '../../graph/training.ts'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { setSetting } from '../dock/train/setSetting.ts'
import inspector from '../inspector/Inspector.module.css'
import { useDocument } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import styles from './Data.module.css'
import { deleteOwnData, useOwnData } from './ownDataStore.ts'
import { useSource } from './useSource.ts'

/** The data that the document learns from: chosen, added, and own data deleted. */
export function DatasetRow() {
  const { dataset } = useDocument().training
  const { facts } = useSource()
  const own = useOwnData(state => state.own) ?? []
  const [isAsking, setAsking] = useState(false)
  const helpId = useId()
  const name = ownName(dataset)
  const isMissing = name !== undefined && !own.some(each => each.name === name)
  const isWrong = facts !== undefined && 'fault' in facts
  const options = [
    { value: 'mnist', label: 'MNIST' },
    { value: 'shapes', label: 'Shapes, drawn to fit' },
    { value: 'gratings', label: 'Gratings, drawn to fit' },
    ...own.map(each => ({ value: `own:${each.name}`, label: each.name })),
    ...(isMissing ? [{ value: dataset, label: `${name}, not here` }] : []),
  ]
  return (
    <>
      <div className={inspector.row} data-param="dataset">
        <span className={inspector.label}>dataset</span>
        <span id={helpId} className="visually-hidden">
          {trainingSchema.dataset.help}
        </span>
        <div className={`${inspector.control} ${styles.choice}`}>
          <Select
            aria-label="dataset"
            aria-describedby={helpId}
            isWrong={isWrong}
            value={dataset}
            options={options}
            onChoose={value => {
              setAsking(false)
              setSetting('dataset', value)
            }}
          />
          {name !== undefined && !isMissing && (
            <Button
              size="dense"
              icon={<Trash2 size={14} aria-hidden />}
              aria-label={`Delete ${name}`}
              hint={`Delete ${name} from this browser`}
              onClick={() => setAsking(true)}
            />
          )}
          <Button
            size="dense"
            icon={<Plus size={14} aria-hidden />}
            aria-label="Add data"
            hint="Add data: IDX, .npz, CSV, pictures in a folder or .zip"
            onClick={() => perform(actionOf('add-data'))}
          />
        </div>
      </div>
      {isAsking && name !== undefined && (
        <div className={styles.ask} role="alert">
          <span>Its images go from this browser for good; the files that they came from stay.</span>
          <Button size="dense" look="outline" onClick={() => setAsking(false)}>
            Keep
          </Button>
          <Button
            size="dense"
            look="outline"
            onClick={() => {
              setAsking(false)
              setSetting('dataset', 'mnist')
              void deleteOwnData(name)
            }}
          >
            Delete {name}
          </Button>
        </div>
      )}
    </>
  )
}
