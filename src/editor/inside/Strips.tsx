import { useStore, ViewportPortal } from '@xyflow/react'
import { useEffect } from 'react'
import { formatShape } from '../../graph/shape.ts'
import { farZoom } from '../canvas/CardNode.tsx'
import type { Picture, Rung } from '../canvas/picture.ts'
import { useEditor } from '../store/editorStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import styles from './Inside.module.css'
import { type ShownTensor, useInside, watchInside } from './insideStore.ts'
import { Maps } from './Maps.tsx'
import { Values } from './Values.tsx'

/** Pixels of a letter of the sizes, and between a size and its strip. */
const [letter, gap] = [6.65, 14]

/** Beside each size what the chosen test digit has become there: some feature maps, or the numbers of a vector. */
export function Strips({ picture, isCompact }: { picture: Picture; isCompact: boolean }) {
  const isFar = useStore(state => state.transform[2] < farZoom)
  const isShown = useInside(state => state.isShown)
  const strips = useInside(state => state.strips)
  const label = useInside(state => state.label)
  const labels = useTraining(state => state.samples?.labels) ?? []
  const next = labels[(labels.indexOf(label) + 1) % labels.length] ?? label
  useEffect(watchInside, [])
  if (!isShown || isFar || strips.size === 0) return null
  return (
    <ViewportPortal>
      {picture.drawings.flatMap(({ rungs }) => {
        const shown = rungs.flatMap(rung => {
          const tensor = strips.get(rung.node)
          // The canvas may have moved on since the network was trained.
          return tensor && formatShape(tensor.shape) === rung.label ? [{ rung, tensor }] : []
        })
        const longest = Math.max(0, ...shown.map(({ rung }) => rung.label.length))
        const left = picture.ladder + longest * letter + gap
        return shown.map(({ rung, tensor }) => (
          <Strip
            key={rung.key}
            rung={rung}
            tensor={tensor}
            left={
              // The word code stands behind its size.
              rung.role === 'code'
                ? Math.max(left, picture.ladder + (rung.label.length + 6) * letter + gap)
                : left
            }
            label={label}
            next={next}
            isCompact={isCompact}
          />
        ))
      })}
    </ViewportPortal>
  )
}

interface StripProps {
  readonly rung: Rung
  readonly tensor: ShownTensor
  readonly left: number
  readonly label: number
  /** The class behind it, for a click. */
  readonly next: number
  readonly isCompact: boolean
}

function Strip({ rung, tensor, left, label, next, isCompact }: StripProps) {
  const { node, x, y, role } = rung
  const style = { transform: `translate(${x + left}px, ${y}px) translateY(-50%)` }
  const isInput = useIsInput(node)
  const shown = isCompact ? Math.min(1, tensor.maps) : tensor.maps
  const picture =
    shown > 0 ? (
      <Maps tensor={tensor} count={shown} />
    ) : (
      <Values values={tensor.values} role={role} width={isCompact ? 30 : 64} />
    )
  if (!isInput) {
    return (
      <div className={styles.strip} style={style} title={hintOf(tensor, node)}>
        {picture}
      </div>
    )
  }
  return (
    <button
      type="button"
      className={`${styles.strip} ${styles.pick} nodrag nopan`}
      style={style}
      title={`Test image of class ${label}: click for the next class`}
      onClick={() => useInside.getState().setLabel(next)}
    >
      {picture}
      <span className="visually-hidden">Test image of class {label}: show the next class</span>
    </button>
  )
}

const useIsInput = (id: string): boolean =>
  useEditor(({ inference }) => {
    const index = inference.topology.index.get(id)
    return index !== undefined && inference.nodes[index]!.definition.inputs.length === 0
  })

const hintOf = ({ shape, maps, least, largest }: ShownTensor, node: string): string => {
  const what = maps > 0 ? `${maps} of ${shape[0]} feature maps` : `${shape.join('×')} values`
  return `${node}: ${what} of the test image, from ${least.toFixed(2)} to ${largest.toFixed(2)}`
}
