import { useStore } from '@xyflow/react'
import { calloutOf } from '../../graph/problem.ts'
import { inferenceOf } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import styles from './canvas.module.css'
import { useCanvas } from './canvasStore.ts'
import { Octagon } from './Glyph.tsx'
import type { Picture } from './picture.ts'

const widest = 304
const narrowest = 232
const gap = 18
const margin = 8

/** Which problem is explained on the canvas: that of the node under the pointer, of the selected one, or else the first. */
function useShownProblem(): string | undefined {
  const hovered = useCanvas(state => state.hovered)
  return useEditor(({ inference, selection }) => {
    if (inference.totals.problems === 0) return undefined
    const isWrong = (id: string | undefined) =>
      id !== undefined && inferenceOf(inference, id)?.state === 'problem'
    if (isWrong(hovered)) return hovered
    const selected = selection.find(isWrong)
    if (selected !== undefined) return selected
    const first = inference.topology.order.find(index => inference.nodes[index]!.state === 'problem')
    return first === undefined ? undefined : inference.document.nodes[first]!.id
  })
}

/** Beside the card with a problem: what does not fit, and what would. Kept inside the canvas. */
export function Callout({ picture }: { picture: Picture }) {
  const id = useShownProblem()
  const result = useEditor(state => (id === undefined ? undefined : inferenceOf(state.inference, id)))
  const [panX, panY, zoom] = useStore(state => state.transform)
  const [width, height] = [useStore(state => state.width), useStore(state => state.height)]
  const node = id === undefined ? undefined : picture.placed.get(id)
  if (!node || result?.state !== 'problem') return null

  const left = (node.x - node.width / 2) * zoom + panX
  const right = (node.x + node.width / 2) * zoom + panX
  const top = node.y * zoom + panY
  const bottom = (node.y + node.height) * zoom + panY
  if (bottom < 0 || top > height || right < 0 || left > width) return null

  const { title, body } = calloutOf(result.problem)
  const room = width - right - gap - margin
  const isBeside = room >= narrowest
  const boxWidth = Math.min(widest, isBeside ? room : width - 2 * margin)
  const x = isBeside ? right + gap : Math.max(margin, Math.min(width - boxWidth - margin, right - boxWidth))
  const y = isBeside ? Math.max(margin, Math.min(top + 2, height - 70)) : Math.min(bottom + 10, height - 70)
  const middle = (top + bottom) / 2
  return (
    <>
      {isBeside && middle > y && (
        <div className={styles.calloutLine} style={{ left: right, top: middle, width: gap }} />
      )}
      <div className={styles.callout} role="note" style={{ left: x, top: y, width: boxWidth }}>
        <Octagon />
        <div>
          <strong>{title}</strong>
          <p>{body}</p>
        </div>
      </div>
    </>
  )
}
