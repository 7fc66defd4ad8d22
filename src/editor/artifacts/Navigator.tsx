import { memo } from 'react'
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

/** The network in small, for picking the layer to look at while the canvas has no room. */
export const Navigator = memo(function Navigator({ current }: { current: string | undefined }) {
  const inference = useInference()
  const risks = useArtifacts(state => state.risks)
  const select = useEditor(state => state.select)
  const { document, topology, nodes } = inference
  const roles = rolesOf(inference)
  const shapes = nodes.map(node => (node.state === 'ready' ? node.outputs[0] : undefined))
  const side = shapes.reduce((max, shape) => Math.max(max, shape ? sideOf(shape) : 0), 1)
  const listed = topology.order.filter(index => !isPill(topology.definitions[index]))
  return (
    <nav className={styles.navigator} aria-label="Pick a layer">
      <p className={styles.navHint}>Pick a layer</p>
      <ol>
        {listed.slice(0, most).map(index => {
          const { id } = document.nodes[index]!
          const { params, state } = nodes[index]!
          const shape = shapes[index]
          const risk = risks.get(id)
          const { kernel, stride } = windowWords(params)
          const settings = [kernel && `k${kernel}`, stride && `s${stride}`].filter(Boolean)
          return (
            <li key={id}>
              <button
                type="button"
                className={styles.navCard}
                aria-current={id === current || undefined}
                onClick={() => select([id])}
              >
                <b>{id}</b>
                {risk && <RiskMark kind={risk.kind} />}
                {state === 'problem' && <Octagon />}
                <span className={styles.navSettings}>{settings.join(' ')}</span>
              </button>
              <div className={styles.navWire} style={{ color: roleColor[roles[index]!] }}>
                <i
                  style={{
                    width: shape ? Math.max(4, (widest * sideOf(shape)) / side) : 0,
                    height: shape ? barThickness(channelsOf(shape)) : 0,
                  }}
                />
                <span
                  className={styles.navSize}
                  style={roles[index] === 'code' ? { color: 'var(--code)' } : undefined}
                >
                  {shape ? formatShape(shape) : ''}
                </span>
              </div>
            </li>
          )
        })}
      </ol>
      {listed.length > most && <p className={styles.navHint}>{listed.length - most} more further down.</p>}
    </nav>
  )
})
