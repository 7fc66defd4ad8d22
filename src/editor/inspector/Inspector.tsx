import { inferenceOf } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useDocument, useInference } from '../store/useDocument.ts'
import { DocumentFacts } from './DocumentFacts.tsx'
import styles from './Inspector.module.css'
import { NodeInspector } from './NodeInspector.tsx'
import { SeveralSelected } from './SeveralSelected.tsx'

/** The panel about what is selected: a layer, several, or the model as a whole. */
export function Inspector() {
  const document = useDocument()
  const inference = useInference()
  const selection = useEditor(state => state.selection)
  const [first] = selection
  const node = selection.length === 1 ? document.nodes.find(other => other.id === first) : undefined
  const result = node && inferenceOf(inference, node.id)
  return (
    <div className={styles.inspector}>
      {node && result ? (
        <NodeInspector key={node.id} node={node} result={result} />
      ) : selection.length > 1 ? (
        <SeveralSelected
          ids={selection}
          results={selection.flatMap(id => inferenceOf(inference, id) ?? [])}
        />
      ) : (
        <DocumentFacts />
      )}
    </div>
  )
}
