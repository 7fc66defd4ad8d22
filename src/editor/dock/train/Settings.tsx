import type { Param } from '../../../graph/params.ts'
import { trainingSchema } from '../../../graph/training.ts'
import { DataSettings } from '../../data/DataSettings.tsx'
import { DatasetRow } from '../../data/DatasetRow.tsx'
import { ParamRow, ReadOnlyRow } from '../../inspector/ParamRow.tsx'
import { lossNames } from '../../store/lossNames.ts'
import { useDocument } from '../../store/useDocument.ts'
import { FindRateButton } from './FindRateButton.tsx'
import { MoreSettings } from './MoreSettings.tsx'
import styles from './Settings.module.css'
import { setSetting } from './setSetting.ts'

const numbers = ['learningRate', 'batchSize', 'epochs', 'seed'] as const

/** How the next run learns; saved with the model, and undone like any edit. */
export function Settings({ isNarrow = false }: { isNarrow?: boolean }) {
  const document = useDocument()
  const { training } = document
  const loss = lossNames(document)
  const row = (name: (typeof numbers)[number] | 'optimizer') => (
    <ParamRow
      key={name}
      name={name}
      param={trainingSchema[name] as Param}
      value={training[name]}
      onSet={value => setSetting(name, value)}
    />
  )
  return (
    <section className={isNarrow ? styles.settingsNarrow : styles.settings} aria-label="Training settings">
      <div>
        {numbers.map(row)}
        {isNarrow && <FindRateButton />}
      </div>
      <div>
        {row('optimizer')}
        <ReadOnlyRow name="loss" value={loss.name} why={loss.why} />
        <DatasetRow />
      </div>
      <MoreSettings training={training} />
      <DataSettings />
    </section>
  )
}
