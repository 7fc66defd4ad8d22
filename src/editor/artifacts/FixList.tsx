import { useEffect, useMemo } from 'react'
import { registry } from '../../../nodes/index.ts'
import type { LayerOverlap } from '../../analyze/overlap.ts'
import { noticeable } from '../../analyze/risk.ts'
import { inferenceOf } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount, formatShort } from '../ui/numbers.ts'
import styles from './Artifacts.module.css'
import { useArtifacts } from './artifactsStore.ts'
import type { Subject } from './compare/compareStore.ts'
import own from './FixList.module.css'
import { type Fix, fixesOf, type Stretch } from './fixes.ts'
import { MapCanvas, mostOf } from './MapCanvas.tsx'
import { formatUnevenness, noFixWords } from './words.ts'

const picture = 70

/** What would take the unevenness of a layer away, each with what it leads to before it is applied. */
export function FixList({ layer }: { layer: LayerOverlap }) {
  const inference = useInference()
  const { id, kind } = layer
  const found = useMemo(() => fixesOf(inference, registry, { id, kind }), [inference, id, kind])
  if (!found) return null
  const { now, fixes, leftOut } = found
  return (
    <section className={styles.block} aria-label={`Fixes of ${id}`}>
      <h3 className={styles.blockHead}>
        Fixes that keep the size
        <small className={styles.aside}>
          now: unevenness {formatUnevenness(now.unevenness)}, {formatCount(now.parameters)} parameters,{' '}
          {formatShort(now.macs)} MACs
        </small>
      </h3>
      {fixes.length === 0 && <p className={styles.hint}>{noFixWords(inferenceOf(inference, id))}</p>}
      <ul>
        {fixes.map((fix, i) => (
          <FixRow
            key={fix.label}
            fix={fix}
            now={now}
            isFirst={i === 0}
            onCompare={() => compare({ layer: id, kind, now, fix, before: inference })}
          />
        ))}
      </ul>
      {leftOut.map(reason => (
        <p key={reason} className={styles.hint}>
          {reason}
        </p>
      ))}
    </section>
  )
}

/** Opens the comparison, which is loaded when it is first asked for. */
const compare = (subject: Subject): void => {
  void import('./compare/compareStore.ts').then(({ useCompare }) => useCompare.getState().open(subject))
}

interface FixRowProps {
  readonly fix: Fix
  readonly now: Stretch
  readonly isFirst: boolean
  readonly onCompare: () => void
}

function FixRow({ fix, now, isFirst, onCompare }: FixRowProps) {
  const run = useEditor(state => state.run)
  const select = useEditor(state => state.select)
  const { label, why, after, replacement, whole } = fix
  const preview = (shown: Fix | undefined) => useArtifacts.getState().set({ preview: shown })
  useEffect(() => () => useArtifacts.getState().set({ preview: undefined }), [])
  const apply = () => {
    if (run(replacement.command)) select(replacement.ids.slice(0, 1))
  }
  return (
    <li
      className={own.fix}
      onPointerEnter={() => preview(fix)}
      onPointerLeave={() => preview(undefined)}
      onFocus={() => preview(fix)}
      onBlur={() => preview(undefined)}
    >
      <Thumb stretch={now} />
      <span className={own.arrow} aria-hidden="true">
        →
      </span>
      <Thumb stretch={after} />
      <div className={own.fixText}>
        <b>{label}</b>
        <small className={own.fixWhy}>{why}</small>
        <dl>
          <div>
            <dt>unevenness</dt>
            <dd className={after.unevenness < noticeable ? styles.even : styles.uneven}>
              {formatUnevenness(after.unevenness)}
            </dd>
          </div>
          <div>
            <dt>parameters</dt>
            <dd>{formatDifference(after.parameters - now.parameters, formatCount)}</dd>
          </div>
          <div>
            <dt>MACs</dt>
            <dd>{formatDifference(after.macs - now.macs, formatShort)}</dd>
          </div>
          {whole !== undefined && whole >= noticeable && (
            <div>
              <dt>whole way</dt>
              <dd className={styles.uneven}>{formatUnevenness(whole)}</dd>
            </div>
          )}
        </dl>
      </div>
      <div className={own.fixButtons}>
        <Button
          look={isFirst ? 'primary' : 'outline'}
          size="dense"
          className={own.apply}
          aria-label={`Apply: ${label}`}
          onClick={apply}
        >
          Apply
        </Button>
        <Button size="dense" aria-label={`Compare: ${label}`} onClick={onCompare}>
          Compare
        </Button>
      </div>
    </li>
  )
}

/** "+7,168", "−120", "±0". */
export const formatDifference = (difference: number, format: (amount: number) => string): string =>
  difference === 0 ? '±0' : `${difference > 0 ? '+' : '−'}${format(Math.abs(difference))}`

const Thumb = ({ stretch: { map } }: { stretch: Stretch }) => (
  <span className={own.thumb} style={{ width: picture, height: picture }}>
    <MapCanvas map={map} most={mostOf(map)} cell={picture / Math.max(map.width, map.height)} />
  </span>
)
