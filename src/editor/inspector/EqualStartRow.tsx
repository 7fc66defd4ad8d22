import { useId } from 'react'
import { setEqualStart } from '../../commands/index.ts'
import type { GraphNode } from '../../graph/document.ts'
import { useEditor } from '../store/editorStore.ts'
import { Switch } from '../ui/Switch.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import styles from './Inspector.module.css'

const help =
  'Channels that become one square of a PixelShuffle start with equal weights (ICNR), so that fresh weights paint evenly. Only a start: training may take them apart.'

/** Whether `count` neighbouring channels of a layer start equal; PyTorch has no parameter for it, the document has. */
export function EqualStartRow({ node, count }: { node: GraphNode; count: number }) {
  const helpId = useId()
  const run = useEditor(state => state.run)
  const isOn = node.equalStart !== undefined
  return (
    <div className={styles.row}>
      <Tooltip text={help} side="left">
        <span className={styles.label}>equal start</span>
      </Tooltip>
      <span id={helpId} className="visually-hidden">
        {help}
      </span>
      <div className={styles.control}>
        <Switch
          label="Equal start"
          describedBy={helpId}
          isOn={isOn}
          onChange={next =>
            run(setEqualStart(useEditor.getState().history.document, node.id, next ? count : undefined))
          }
        >
          {count} channels
        </Switch>
      </div>
    </div>
  )
}
