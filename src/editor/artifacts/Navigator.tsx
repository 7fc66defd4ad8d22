import { memo, useDeferredValue } from 'react'
import type { OverlapKind } from '../../analyze/overlap.ts'
import { isPill } from '../../graph/geometry.ts'
import { formatShape } from '../../graph/shape.ts'
import { Octagon } from '../canvas/Glyph.tsx'
import { rolesOf } from '../canvas/roles.ts'
import { barThickness, channelsOf, roleColor, sideOf } from '../canvas/tensorSize.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import { useArtifacts } from './artifactsStore.ts'
import styles from './Navigator.module.css'
import { RiskMark } from './RiskMark.tsx'
import { windowWords } from './words.ts'

/** More layers than these are not listed one by one. */
const most = 300
const widest = 146
/** As many as a tall window shows. */
const atOnce = 32

/** The network in small, for picking the layer to look at while the canvas has no room. */
export const Navigator = memo(function Navigator({ current }: { current: string | undefined }) {
  const inference = useInference()
  const risks = useArtifacts(state => state.risks)
  const { document, topology, nodes } = inference
  const roles = rolesOf(inference)
  const shapes = nodes.map(node => (node.state === 'ready' ? node.outputs[0] : undefined))
  const side = shapes.reduce((max, shape) => Math.max(max, shape ? sideOf(shape) : 0), 1)
  const listed = topology.order.filter(index => !isPill(topology.definitions[index]))
  // What is further down comes when the page has a moment.
  const mounted = useDeferredValue(most, atOnce)
  return (
    <nav className={styles.navigator} aria-label="Pick a layer">
      <p className={styles.navHint}>Pick a layer</p>
      <ol>
        {listed.slice(0, mounted).map(index => {
          const { id } = document.nodes[index]!
          const { params, state } = nodes[index]!
          const shape = shapes[index]
          const { kernel, stride } = windowWords(params)
          return (
            <Layer
              key={id}
              id={id}
              isCurrent={id === current}
              risk={risks.get(id)?.kind}
              isWrong={state === 'problem'}
              settings={[kernel && `k${kernel}`, stride && `s${stride}`].filter(Boolean).join(' ')}
              size={shape ? formatShape(shape) : ''}
              width={shape ? Math.max(4, (widest * sideOf(shape)) / side) : 0}
              height={shape ? barThickness(channelsOf(shape)) : 0}
              role={roles[index]!}
            />
          )
        })}
      </ol>
      {listed.length > most && <p className={styles.navHint}>{listed.length - most} more further down.</p>}
    </nav>
  )
})

interface LayerProps {
  readonly id: string
  readonly isCurrent: boolean
  readonly risk: OverlapKind | undefined
  readonly isWrong: boolean
  readonly settings: string
  readonly size: string
  /** Of the bar, in pixels. */
  readonly width: number
  readonly height: number
  readonly role: ReturnType<typeof rolesOf>[number]
}

/** One layer and its tensor; drawn again only where something about it differs, since there are hundreds. */
const Layer = memo(function Layer(props: LayerProps) {
  const { id, isCurrent, risk, isWrong, settings, size, width, height, role } = props
  return (
    <li>
      <button
        type="button"
        className={styles.navCard}
        aria-current={isCurrent || undefined}
        onClick={() => useEditor.getState().select([id])}
      >
        <b>{id}</b>
        {risk && <RiskMark kind={risk} />}
        {isWrong && <Octagon />}
        <span className={styles.navSettings}>{settings}</span>
      </button>
      <div className={styles.navWire} style={{ color: roleColor[role] }}>
        <i style={{ width, height }} />
        <span className={styles.navSize} style={role === 'code' ? { color: 'var(--code)' } : undefined}>
          {size}
        </span>
      </div>
    </li>
  )
})
