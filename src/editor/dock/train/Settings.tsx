import { setTraining } from '../../../commands/index.ts'
import type { Param, ParamValue } from '../../../graph/params.ts'
import { trainingSchema } from '../../../graph/training.ts'
import { ParamRow, ReadOnlyRow } from '../../inspector/ParamRow.tsx'
import { useEditor } from '../../store/editorStore.ts'
import { lossNames } from '../../store/lossNames.ts'
import { useDocument } from '../../store/useDocument.ts'
import styles from './Train.module.css'

const labels = ['learningRate', 'batchSize', 'epochs', 'seed'] as const

/** How the next run learns; saved with the model, and undone like any edit. */
export function Settings({ isNarrow = false }: { isNarrow?: boolean }) {
  const document = useDocument()
  const { training } = document
  const loss = lossNames(document)
  const set = (name: string, value: ParamValue): string | undefined => {
    const { history, run } = useEditor.getState()
    const command = setTraining(history.document, { [name]: value }, `training:${name}`)
    if ('refused' in command) return command.refused
    run(command)
    return undefined
  }
  return (
    <section className={isNarrow ? styles.settingsNarrow : styles.settings} aria-label="Training settings">
      <div>
        {labels.map(name => (
          <ParamRow
            key={name}
            name={name}
            param={trainingSchema[name] as Param}
            value={training[name]}
            onSet={value => set(name, value)}
          />
        ))}
      </div>
      <div>
        <ReadOnlyRow name="dataset" value="MNIST" why="60,000 / 10,000" />
        <ReadOnlyRow name="loss" value={loss.name} why={loss.why} />
        <ReadOnlyRow name="optimizer" value={training.optimizer} why="betas 0.9, 0.999" />
      </div>
    </section>
  )
}
