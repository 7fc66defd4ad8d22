import { useMemo } from 'react'
import type { WeightSpec } from '../../graph/definition.ts'
import type { Shape } from '../../graph/shape.ts'
import { sizeOf } from '../../graph/shape.ts'
import type { NodeInference } from '../../infer/inference.ts'
import { type ReceptiveField, receptiveFields } from '../../infer/receptiveField.ts'
import { useInference } from '../store/useDocument.ts'
import { formatBytes, formatCount } from '../ui/numbers.ts'
import { Block, Fact } from './Block.tsx'

/** What follows from the parameters and the wire, each with how it was counted. */
export function Computed({ id, result }: { id: string; result: NodeInference }) {
  const { definition, params, inputs } = result
  const isReady = result.state === 'ready'
  const specs = inputs.every(input => input !== undefined)
    ? definition.weights?.({ params, inputs: inputs as Shape[] })
    : undefined
  const inference = useInference()
  const fields = useMemo(() => receptiveFields(inference), [inference])
  const field = fields[inference.topology.index.get(id) ?? -1]
  const bytes = isReady ? 4 * result.outputs.reduce((sum, shape) => sum + sizeOf(shape), 0) : 0
  return (
    <Block title="Computed">
      <dl>
        {definition.weights && (
          <Fact
            label="Weights"
            value={specs ? formatCount(result.parameters ?? 0) : 'waiting'}
            how={specs && howCounted(Object.values(specs))}
            isWaiting={!specs}
          />
        )}
        {definition.macs && (
          <Fact
            label="Multiply-accumulates"
            value={isReady && result.macs ? formatCount(result.macs.value) : 'waiting'}
            how={isReady && result.macs?.how}
            isWaiting={!isReady}
          />
        )}
        {definition.inputs.length > 0 && (!isReady || field) && (
          <Fact
            label="Receptive field"
            value={field ? `${formatSide(field.size[0])}×${formatSide(field.size[1])} px` : 'waiting'}
            how={field && stepOf(field)}
            isWaiting={!field}
          />
        )}
        <Fact
          label="Output memory"
          value={isReady ? formatBytes(bytes) : 'waiting'}
          how={isReady && 'for one image, 4 bytes a value'}
          isWaiting={!isReady}
        />
      </dl>
    </Block>
  )
}

/** "32·1·5·5 + 32", and how many values are kept but not trained. */
function howCounted(specs: readonly WeightSpec[]): string {
  const [trained, kept] = [true, false].map(trains =>
    specs.filter(({ trainable = true }) => trainable === trains),
  ) as [WeightSpec[], WeightSpec[]]
  const statistics = kept.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  return [
    ...(trained.length > 0 ? [trained.map(({ shape }) => shape.join('·')).join(' + ')] : []),
    ...(statistics > 0 ? [`${formatCount(statistics)} more are running statistics`] : []),
  ].join('; ')
}

const formatSide = (side: number): string => String(Number(side.toFixed(2)))

/** How far apart in the image two neighbours of the output look. */
const stepOf = ({ step: [height, width] }: ReceptiveField): string =>
  height === width
    ? `one step = ${formatSide(height)} px of the image`
    : `one step = ${formatSide(height)} px down, ${formatSide(width)} px across`
