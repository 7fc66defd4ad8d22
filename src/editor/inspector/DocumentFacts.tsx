import { templateList } from '../../../templates/list.ts'
import { formatShape, sizeOf } from '../../graph/shape.ts'
import { codeOf, outputIndices } from '../../infer/code.ts'
import type { Inference } from '../../infer/inference.ts'
import { useDocument, useInference } from '../store/useDocument.ts'
import { formatBytes, formatCount, plural } from '../ui/numbers.ts'
import { Block, Fact } from './Block.tsx'
import styles from './Inspector.module.css'
import { TrainingFacts } from './TrainingFacts.tsx'

/** What the whole model amounts to, while no layer is selected. */
export function DocumentFacts() {
  const document = useDocument()
  const inference = useInference()
  const { totals } = inference
  const isWhole = totals.problems === 0
  const about = templateList.find(({ title }) => title === document.name)?.about
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.wideTitle}>{document.name}</h2>
        {about && <p className={styles.about}>{about}.</p>}
        <p className={styles.names}>Select a layer to see and change its parameters.</p>
      </div>
      <Block title="Model">
        <dl>
          <Fact label="Input" value={<Shape inference={inference} of="input" />} />
          <Fact label="Code" value={<Shape inference={inference} of="code" />} how={codeRatio(inference)} />
          <Fact label="Output" value={<Shape inference={inference} of="output" />} />
        </dl>
      </Block>
      <Block title="Computed">
        <dl>
          <Fact
            label="Layers"
            value={plural(inference.topology.definitions.filter(d => d.weights).length, 'layer')}
            how={`${plural(document.nodes.length, 'node')} in all`}
          />
          <Fact
            label="Parameters"
            value={formatCount(totals.parameters)}
            how={`${formatBytes(4 * totals.parameters)} as 32-bit floats`}
          />
          <Fact
            label="Multiply-accumulates"
            value={formatCount(totals.macs)}
            how={isWhole ? 'for one image, forward' : 'so far, for one image'}
          />
          <Fact
            label="Problems"
            value={isWhole ? 'none' : formatCount(totals.problems)}
            how={totals.waiting > 0 && `${plural(totals.waiting, 'node')} waiting`}
          />
        </dl>
      </Block>
      <TrainingFacts />
    </>
  )
}

/** Sizes at the ends and at the narrowest place, in the words of a chain that has them. */
function Shape({ inference, of }: { inference: Inference; of: 'input' | 'code' | 'output' }) {
  const shapes = endsOf(inference)[of]
  return shapes.length === 0 ? (
    <span className={styles.waiting}>none yet</span>
  ) : (
    <span className="mono">{shapes.map(formatShape).join(', ')}</span>
  )
}

function endsOf(inference: Inference) {
  const { topology, nodes } = inference
  const shapesAt = (indices: readonly number[]) =>
    indices.flatMap(index => {
      const result = nodes[index]!
      return result.state === 'ready' ? [result.outputs[0]!] : []
    })
  const code = codeOf(inference)
  return {
    input: shapesAt(topology.order.filter(index => topology.definitions[index]!.inputs.length === 0)),
    code: shapesAt(code === undefined ? [] : [code]),
    output: shapesAt(outputIndices(inference)),
  }
}

function codeRatio(inference: Inference): string | undefined {
  const { input, code } = endsOf(inference)
  const [from, to] = [input[0], code[0]]
  if (!to) return 'the tensor from the encoder to the decoder'
  if (!from) return undefined
  return `${plural(sizeOf(to), 'number')} in place of ${formatCount(sizeOf(from))}`
}
