import { ViewportPortal } from '@xyflow/react'
import { geometry } from '../../graph/geometry.ts'
import { useEditor } from '../store/editorStore.ts'
import styles from './canvas.module.css'
import { useCanvas } from './canvasStore.ts'
import type { Picture } from './picture.ts'

/** Where a dragged layer would go: the bar of a wire opens for it in accent, an empty place shows the outline of its card. */
export function DropGhost({ picture }: { picture: Picture }) {
  const drop = useCanvas(state => state.drop)
  const edge = useEditor(state =>
    drop?.kind === 'wire' ? state.history.document.edges.find(other => other.id === drop.edge) : undefined,
  )
  const inference = useEditor(state => state.inference)
  if (!drop) return null
  if (drop.kind === 'place') {
    const width = drop.isPill ? 60 : geometry.cardWidth
    const height = drop.isPill ? geometry.pillHeight : geometry.cardHeight
    return (
      <ViewportPortal>
        <div
          className={`${styles.ghost} ${drop.isPill ? styles.ghostPill : ''}`}
          style={{ left: drop.place.x - width / 2, top: drop.place.y, width, height }}
        >
          {drop.title}
        </div>
      </ViewportPortal>
    )
  }
  const [a, b] = [picture.placed.get(edge?.source ?? ''), picture.placed.get(edge?.target ?? '')]
  if (!edge || !a || !b) return null
  const row = picture.columns
    .flatMap(column => column.rows)
    .find(other => other.to === b.id && (other.card === a.id || other.pills.includes(a.id)))
  const rung = row && picture.drawings.flatMap(drawing => drawing.rungs).find(other => other.key === row.card)
  const x = rung ? rung.x : (a.x + b.x) / 2
  const y = row ? row.middle : (a.y + a.height + b.y) / 2
  const titles = [...(row?.pills ?? []), undefined].map(id =>
    id === undefined ? drop.title : inference.nodes[inference.topology.index.get(id)!]!.definition.title,
  )
  const width = Math.max(rung?.width ?? 0, 40)
  return (
    <ViewportPortal>
      <div className={styles.opening} style={{ left: x, top: y }}>
        <div className={styles.openBar} style={{ width, height: Math.max(4, rung?.thickness ?? 0) }} />
        <div className={styles.openLine} />
        <div className={styles.openPill}>{titles.join(' → ')}</div>
      </div>
    </ViewportPortal>
  )
}
