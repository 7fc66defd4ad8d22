import { Check, Info } from 'lucide-react'
import { useMemo } from 'react'
import { registry } from '../../../nodes/index.ts'
import { applyChanges } from '../../commands/index.ts'
import { describeProblem } from '../../graph/problem.ts'
import { explainProblem, type RankedFix } from '../../infer/repair.ts'
import { showNode } from '../actions/showNode.ts'
import { openArtifacts } from '../artifacts/openArtifacts.ts'
import { SizeGap } from '../artifacts/SizeGap.tsx'
import { Octagon } from '../canvas/Glyph.tsx'
import { useEditor } from '../store/editorStore.ts'
import { trainRefusal } from '../store/trainRefusal.ts'
import { useDocument, useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount, plural } from '../ui/numbers.ts'
import styles from './ProblemsPanel.module.css'

/** More problems than these are counted, not listed: their fixes take time to work out. */
const most = 20

/** Every problem with its cause and with what would solve it. */
export function ProblemsPanel() {
  const document = useDocument()
  const inference = useInference()
  const broken = inference.topology.order.filter(index => inference.nodes[index]!.state === 'problem')
  if (broken.length === 0) return <NoProblem />
  return (
    <ol className={styles.list}>
      {broken.slice(0, most).map(index => (
        <li key={document.nodes[index]!.id}>
          <ProblemItem id={document.nodes[index]!.id} />
        </li>
      ))}
      {broken.length > most && (
        <li className={styles.more}>{plural(broken.length - most, 'more problem')}, further down.</li>
      )}
    </ol>
  )
}

function NoProblem() {
  const document = useDocument()
  const inference = useInference()
  const refusal = trainRefusal(inference)
  const count = inference.nodes.length
  return (
    <div className={styles.none}>
      {count === 0 ? (
        <p>Problems with sizes appear here, each with what would solve it.</p>
      ) : (
        <>
          <p>
            <Check size={14} className={styles.fits} aria-hidden /> Every size fits:{' '}
            {plural(document.nodes.length, 'node')} checked.
          </p>
          {refusal && <p className={styles.note}>Before it can be trained: {refusal}</p>}
          <SizeGap />
        </>
      )}
    </div>
  )
}

function ProblemItem({ id }: { id: string }) {
  const inference = useInference()
  const lastValid = useEditor(state => state.lastValid)
  const explanation = useMemo(
    () => explainProblem(inference, id, registry, lastValid),
    [inference, id, lastValid],
  )
  const { problem, cause, waiting, fixes } = explanation
  const { definition } = inference.nodes[inference.topology.index.get(id)!]!
  const where = [definition.title, problem.param ?? (problem.port && `port ${problem.port}`)].filter(Boolean)
  const consequence =
    waiting > 0 && `${counted(waiting)} behind ${id} ${waiting === 1 ? 'waits' : 'wait'} for its size.`
  return (
    <article className={styles.problem}>
      <span className={styles.octagon}>
        <Octagon size={16} />
      </span>
      <div className={styles.text}>
        <h3>
          <b>{id}</b> {where.join(', ')}
        </h3>
        <p>{describeProblem(problem)}</p>
        {(cause || consequence) && (
          <p className={styles.cause}>{[cause, consequence].filter(Boolean).join(' ')}</p>
        )}
        {fixes.length > 0 && (
          <ul className={styles.fixes} aria-label={`What would solve the problem of ${id}`}>
            {fixes.map(fix => (
              <Fix key={fix.label} fix={fix} />
            ))}
          </ul>
        )}
      </div>
      {'kernelSize' in definition.params && (
        <Button className={styles.show} onClick={() => openArtifacts(id, 'sizes')}>
          Find settings
        </Button>
      )}
      <Button className={styles.show} onClick={() => showNode(id)}>
        Show on canvas
      </Button>
    </article>
  )
}

function Fix({ fix: { label, changes, outcome, isFit } }: { fix: RankedFix }) {
  const run = useEditor(state => state.run)
  return (
    <li className={styles.fix}>
      <span className={styles.label}>{label}</span>
      <span className={isFit ? styles.fits : styles.differs}>
        {isFit ? <Check size={14} aria-hidden /> : <Info size={14} aria-hidden />}
        {outcome}
      </span>
      <Button
        look="outline"
        size="dense"
        className={styles.apply}
        aria-label={`Apply: ${label}`}
        onClick={() => run(applyChanges(useEditor.getState().history.document, registry, changes, label))}
      >
        Apply
      </Button>
    </li>
  )
}

const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']

/** "Nine nodes": a number at the head of a sentence is a word while it is small. */
const counted = (count: number): string =>
  `${words[count] ?? formatCount(count)} ${count === 1 ? 'node' : 'nodes'}`
