import { lazy, Suspense } from 'react'
import { registry } from '../../../nodes/index.ts'
import { renameNode } from '../../commands/index.ts'
import type { GraphNode } from '../../graph/document.ts'
import { describeProblem } from '../../graph/problem.ts'
import { formatShape, type Shape, sizeOf } from '../../graph/shape.ts'
import type { NodeInference } from '../../infer/inference.ts'
import { MirrorBlock } from '../mirror/MirrorBlock.tsx'
import { useEditor } from '../store/editorStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { useDocument, useInference } from '../store/useDocument.ts'
import { DraftField } from '../ui/DraftField.tsx'
import { LayerIcon } from '../ui/LayerIcon.tsx'
import { plural } from '../ui/numbers.ts'
import { Block } from './Block.tsx'
import { Computed } from './Computed.tsx'
import { EqualStartRow } from './EqualStartRow.tsx'
import { equalStartOf } from './equalStart.ts'
import { GroupField } from './GroupField.tsx'
import styles from './Inspector.module.css'
import { OutputSize } from './OutputSize.tsx'
import { ParamRow, ReadOnlyRow } from './ParamRow.tsx'
import { setParam } from './setParam.ts'

const InsideBlock = lazy(() => import('../inside/InsideBlock.tsx').then(m => ({ default: m.InsideBlock })))

interface NodeInspectorProps {
  readonly node: GraphNode
  readonly result: NodeInference
}

/** Everything about one layer. */
export function NodeInspector({ node, result }: NodeInspectorProps) {
  const { definition, params, inputs } = result
  const problem = result.state === 'problem' ? result.problem : undefined
  const selected = useEditor(state => state.selection)
  const hasWeights = useTraining(state => state.hasWeights)
  const equalStart = equalStartOf(useInference(), node.id)
  const weights = inputs.every(input => input !== undefined)
    ? definition.weights?.({ params, inputs: inputs as Shape[] })
    : undefined
  return (
    <>
      <div className={styles.head}>
        <div className={styles.title}>
          <LayerIcon definition={definition} />
          <h2>{definition.title}</h2>
          <NameField node={node} />
        </div>
        <p className={styles.sizes}>
          <Sizes result={result} />
          <Place node={node} />
        </p>
      </div>
      {(Object.keys(definition.params).length > 0 || derivedRows(result).length > 0) && (
        <Block title="Parameters">
          {derivedRows(result).map(row => (
            <ReadOnlyRow key={row.name} {...row} />
          ))}
          {Object.entries(definition.params).map(([name, param]) => (
            <ParamRow
              key={name}
              name={name}
              param={param}
              value={params[name]!}
              isWrong={problem?.param === name}
              amounts={weights?.[name] ? plural(sizeOf(weights[name].shape), 'value') : undefined}
              onSet={value => setParam(node.id, name, value)}
            />
          ))}
          {equalStart !== undefined && <EqualStartRow node={node} count={equalStart} />}
        </Block>
      )}
      {problem && (
        <p className={styles.problem} role="status">
          {describeProblem(problem)}
        </p>
      )}
      {result.state === 'waiting' && (
        <p className={styles.waitingNote}>
          It waits for {result.for.join(', ')}, which {result.for.length === 1 ? 'has' : 'have'} no size yet.
        </p>
      )}
      <OutputSize result={result} />
      <Computed id={node.id} result={result} />
      {hasWeights && (
        <Suspense>
          <InsideBlock id={node.id} result={result} />
        </Suspense>
      )}
      <Block title="Part of the model">
        <GroupField ids={[node.id]} />
      </Block>
      {node.group !== 'decoder' && definition.inputs.length > 0 && <MirrorBlock ids={selected} isQuiet />}
    </>
  )
}

function NameField({ node }: { node: GraphNode }) {
  const run = useEditor(state => state.run)
  const select = useEditor(state => state.select)
  return (
    <DraftField
      aria-label="Name"
      shown={node.id}
      read={text => ({ value: text })}
      commit={name => {
        const command = renameNode(useEditor.getState().history.document, node.id, name)
        if ('refused' in command) return command.refused
        if (run(command)) select([name])
        return undefined
      }}
    />
  )
}

/** What comes in and what goes out. */
function Sizes({ result }: { result: NodeInference }) {
  const ins = result.inputs.map(shape => (shape ? formatShape(shape) : 'no size'))
  const isSource = result.definition.inputs.length === 0
  return (
    <span className={styles.shapes}>
      {!isSource && (
        <>
          {ins.length === 0 ? 'no wire' : ins.length > 2 ? `${ins.length} inputs` : ins.join(' + ')}
          <span aria-hidden="true"> → </span>
          <span className="visually-hidden"> to </span>
        </>
      )}
      {result.state === 'ready' ? (
        <b>{result.outputs.map(formatShape).join(', ')}</b>
      ) : result.state === 'problem' ? (
        <b className={styles.bad}>no size</b>
      ) : (
        'waiting'
      )}
    </span>
  )
}

/** "encoder, layer 3 of 5": its place among the layers with weights of its part. */
function Place({ node }: { node: GraphNode }) {
  const document = useDocument()
  const group = document.groups.find(other => other.id === node.group)
  if (!group) return null
  const layers = document.nodes.filter(other => other.group === group.id && registry.get(other.type)?.weights)
  const at = layers.findIndex(other => other.id === node.id)
  return (
    <span className={styles.place}>
      {group.name}
      {at >= 0 && `, layer ${at + 1} of ${layers.length}`}
    </span>
  )
}

/** The parameters of torch's module that follow from the wire, for layers that say what goes out. */
function derivedRows({ definition, inputs }: NodeInference) {
  const [input] = inputs
  const row = (name: string, value: number | undefined) => ({
    name,
    value: value === undefined ? '–' : String(value),
    why: value === undefined ? 'not known yet' : 'from the wire',
  })
  if ('outChannels' in definition.params) return [row('inChannels', input?.[0])]
  if ('outFeatures' in definition.params) return [row('inFeatures', input?.at(-1))]
  return []
}
