import { Keyboard } from 'lucide-react'
import { formatShape } from '../../graph/shape.ts'
import { codeOf, outputIndices } from '../../infer/code.ts'
import type { Inference } from '../../infer/inference.ts'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { useArtifacts } from '../artifacts/artifactsStore.ts'
import { openArtifacts } from '../artifacts/openArtifacts.ts'
import { RiskMark } from '../artifacts/RiskMark.tsx'
import { Octagon } from '../canvas/Glyph.tsx'
import { useEditor } from '../store/editorStore.ts'
import { useDocument, useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount, plural } from '../ui/numbers.ts'
import styles from './StatusBar.module.css'
import { ThemeMenu } from './ThemeMenu.tsx'

/** The model in one line: sizes, counts, and how many problems it has. */
export function StatusBar() {
  const document = useDocument()
  const inference = useInference()
  const show = useEditor(state => state.show)
  const { parameters, macs, problems, waiting } = inference.totals
  const isEmpty = document.nodes.length === 0
  return (
    <>
      {isEmpty ? (
        <span>Empty page</span>
      ) : (
        <>
          <Ends inference={inference} />
          <span>
            <b>{formatCount(parameters)}</b> parameters
          </span>
          {problems === 0 && (
            <span>
              <b>{formatCount(macs)}</b> MACs an image
            </span>
          )}
        </>
      )}
      <span className={styles.gap} />
      <Risks />
      {problems === 0 ? (
        <span>No problems</span>
      ) : (
        <button
          type="button"
          className={styles.problems}
          onClick={() => show({ dockTab: 'problems', isDockOpen: true })}
        >
          <Octagon size={13} />
          {plural(problems, 'problem')}
          {waiting > 0 && `, ${plural(waiting, 'node')} waiting`}
        </button>
      )}
      <ThemeMenu />
      <Button
        size="dense"
        side="top"
        className={styles.small}
        icon={<Keyboard size={14} aria-hidden />}
        aria-label="All keys"
        hint="All keys"
        keys="?"
        onClick={() => perform(actionOf('help'))}
      />
    </>
  )
}

/** "2 artifact risks", which opens the panel on the first of them. */
function Risks() {
  const risks = useArtifacts(state => state.risks)
  const [first] = risks.values()
  if (!first) return null
  const isPainted = [...risks.values()].some(risk => risk.kind === 'forward')
  return (
    <button type="button" className={styles.risks} onClick={() => openArtifacts()}>
      <RiskMark kind={isPainted ? 'forward' : 'gradient'} size={12} />
      {plural(risks.size, 'artifact risk')}
    </button>
  )
}

/** "1×28×28 → 8×1×1 → 1×28×28", as far as there are sizes. */
function Ends({ inference }: { inference: Inference }) {
  const { topology, nodes } = inference
  const sizeAt = (index: number | undefined) => {
    const result = index === undefined ? undefined : nodes[index]
    return result?.state === 'ready' ? formatShape(result.outputs[0]!) : undefined
  }
  const source = topology.order.find(index => topology.definitions[index]!.inputs.length === 0)
  const code = codeOf(inference)
  const output = outputIndices(inference).at(-1)
  const hasCode = code !== undefined
  return (
    <span className={styles.ends}>
      {sizeAt(source) ?? 'no Input'}
      {hasCode && (
        <>
          {' '}
          →{' '}
          {sizeAt(code) ? (
            <b className={styles.code}>{sizeAt(code)}</b>
          ) : (
            <b className={styles.bad}>no code</b>
          )}
        </>
      )}
      {output !== undefined && (!hasCode || sizeAt(code)) && (
        <> → {sizeAt(output) ?? <b className={styles.bad}>no output</b>}</>
      )}
    </span>
  )
}
