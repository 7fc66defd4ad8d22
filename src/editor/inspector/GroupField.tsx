import { addGroup, setGroup } from '../../commands/index.ts'
import { useEditor } from '../store/editorStore.ts'
import { useDocument } from '../store/useDocument.ts'
import { Select } from '../ui/Select.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import styles from './Inspector.module.css'

/** These two give the code its place, so they are offered before they exist. */
const halves = ['encoder', 'decoder'] as const

const NONE = ''
const MIXED = '*'

/** The part of the network that layers belong to: encoder, decoder, another group or none. */
export function GroupField({ ids }: { ids: readonly string[] }) {
  const document = useDocument()
  const run = useEditor(state => state.run)
  const present = new Set(
    document.nodes.filter(node => ids.includes(node.id)).map(node => node.group ?? NONE),
  )
  const value = present.size === 1 ? [...present][0]! : MIXED
  const names = new Map([
    ...halves.map(half => [half as string, half as string] as const),
    ...document.groups.map(group => [group.id, group.name] as const),
  ])
  const choose = (group: string) => {
    if (group === MIXED) return
    const isNew = group !== NONE && !document.groups.some(other => other.id === group)
    run(isNew ? addGroup(document, group, ids).command : setGroup(document, ids, group || undefined))
  }
  return (
    <div className={styles.row}>
      <Tooltip text="The tensor that leaves the encoder and enters the decoder is the code." side="left">
        <span className={styles.label}>group</span>
      </Tooltip>
      <div className={styles.control}>
        <Select
          aria-label="Group"
          value={value}
          options={[
            ...(value === MIXED ? [{ value: MIXED, label: 'several' }] : []),
            { value: NONE, label: 'none' },
            ...[...names].map(([id, name]) => ({ value: id, label: name })),
          ]}
          onChoose={choose}
        />
      </div>
    </div>
  )
}
