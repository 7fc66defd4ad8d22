import { Handle, type NodeProps, Position as Side, useStore } from '@xyflow/react'
import { memo } from 'react'
import type { Port } from '../../graph/definition.ts'
import { portShare } from '../../graph/geometry.ts'
import { useArtifacts } from '../artifacts/artifactsStore.ts'
import { CardMark } from '../artifacts/RiskNote.tsx'
import styles from './CardNode.module.css'
import { CardValueField } from './CardValueField.tsx'
import { useCanvas } from './canvasStore.ts'
import { Glyph, Octagon } from './Glyph.tsx'
import type { FlowNode } from './view.ts'

/** Under this zoom a card shows its glyph, name and mark only. */
export const farZoom = 0.5
const isFarOut = (state: { transform: [number, number, number] }) => state.transform[2] < farZoom

/** Under this zoom nothing on a card could be read. */
const tinyZoom = 0.2
const isTinyOut = (state: { transform: [number, number, number] }) => state.transform[2] < tinyZoom

/** The ports of a node: the inputs along its upper edge, the outputs along its lower one. */
const Ports = ({ inputs, outputs }: { inputs: readonly Port[]; outputs: readonly Port[] }) => (
  <>
    {inputs.map((port, i) => (
      <Handle
        key={port.name}
        id={port.name}
        type="target"
        position={Side.Top}
        className={`${styles.port} ${styles.portIn}`}
        style={{ left: `${100 * portShare(i, inputs.length)}%` }}
        title={inputs.length > 1 ? port.name : undefined}
      />
    ))}
    {outputs.map((port, i) => (
      <Handle
        key={port.name}
        id={port.name}
        type="source"
        position={Side.Bottom}
        className={`${styles.port} ${styles.portOut}`}
        style={{ left: `${100 * portShare(i, outputs.length)}%` }}
        title={outputs.length > 1 ? port.name : undefined}
      />
    ))}
  </>
)

/** A layer on one line: picture of its output, type and name, the parameters that matter, the count of its weights. */
export const CardNode = memo(function CardNode({ id, data, selected }: NodeProps<FlowNode>) {
  const isFar = useStore(isFarOut)
  const isTiny = useStore(isTinyOut)
  const editing = useCanvas(state => (state.editing?.node === id ? state.editing.param : undefined))
  const risk = useArtifacts(store => store.risks.get(id))
  const { result, content, role, glyph } = data
  const { definition, state } = result
  const className = [
    styles.card,
    selected && styles.selected,
    editing !== undefined && styles.selected,
    state === 'problem' && styles.problem,
    state === 'waiting' && styles.waiting,
    isFar && styles.far,
  ]
  return (
    <>
      <div className={className.filter(Boolean).join(' ')}>
        {!isTiny && <Glyph glyph={glyph} role={role} isWrong={state === 'problem'} isPlain={isFar} />}
        {isTiny ? null : isFar ? (
          <>
            <span className={styles.farName}>{id}</span>
            {state === 'problem' && <Octagon size={20} />}
            {state === 'ready' && risk && (
              <CardMark id={id} kind={risk.kind} size={20} isSelected={selected} />
            )}
          </>
        ) : (
          <>
            <span className={styles.type}>{definition.title}</span>
            <span className={styles.name}>{id}</span>
            {data.isEdited && <span className={styles.edited} title="Changed since training began" />}
            <span className={styles.right}>
              {state === 'problem' && (
                <span className={styles.mark}>
                  <Octagon />
                </span>
              )}
              {state === 'ready' && risk && <CardMark id={id} kind={risk.kind} isSelected={selected} />}
              {content.caption !== undefined && (
                <CardValueField
                  node={id}
                  result={result}
                  param={content.captionParam}
                  letter=""
                  text={content.caption}
                  isEditing={editing !== undefined && editing === content.captionParam}
                  isWrong={false}
                  className={definition.inputs.length === 0 ? styles.data : styles.caption}
                />
              )}
              {content.values.map(({ param, letter, text, isFixed, isWrong }) => (
                <CardValueField
                  key={param}
                  node={id}
                  result={result}
                  param={param}
                  letter={letter}
                  text={text}
                  isEditing={editing === param}
                  isWrong={isWrong}
                  className={isFixed ? styles.fixed : styles.further}
                />
              ))}
              {(content.count !== '' || content.caption === undefined) && (
                <span className={styles.count}>{content.count}</span>
              )}
            </span>
          </>
        )}
      </div>
      {!isFar && <Ports inputs={definition.inputs} outputs={definition.outputs} />}
    </>
  )
})

/** An activation on the wire. */
export const PillNode = memo(function PillNode({ data, selected }: NodeProps<FlowNode>) {
  const isFar = useStore(isFarOut)
  const { definition, state } = data.result
  const className = [
    styles.pill,
    selected && styles.selected,
    (state === 'problem' || data.isFault) && styles.problem,
    state === 'waiting' && styles.waiting,
  ]
  return (
    <>
      <div className={className.filter(Boolean).join(' ')}>{!isFar && definition.title}</div>
      {!isFar && <Ports inputs={definition.inputs} outputs={definition.outputs} />}
    </>
  )
})
