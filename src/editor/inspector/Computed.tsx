import type { Shape } from '../../graph/shape.ts'
import { sizeOf } from '../../graph/shape.ts'
import type { NodeInference } from '../../infer/inference.ts'
import { formatBytes, formatCount } from '../ui/numbers.ts'
import { Block, Fact } from './Block.tsx'

/** What follows from the parameters and the wire, each with how it was counted. */
export function Computed({ result }: { id: string; result: NodeInference }) {
  const { definition, params, inputs } = result
  const isReady = result.state === 'ready'
  const specs = inputs.every(input => input !== undefined)
    ? definition.weights?.({ params, inputs: inputs as Shape[] })
    : undefined
  return (
    <Block title="Computed">
      <dl>
        {definition.weights && (
          <Fact
            label="Weights"
            value={specs ? formatCount(result.parameters ?? 0) : 'waiting'}
            how={
              specs &&
              Object.values(specs)
                .map(({ shape }) => shape.join('·'))
                .join(' + ')
            }
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
        <Fact
          label="Output memory"
          value={
            isReady
              ? formatBytes(4 * result.outputs.reduce((sum, shape) => sum + sizeOf(shape), 0))
              : 'waiting'
          }
          how={isReady && '4 bytes a value, for one image'}
          isWaiting={!isReady}
        />
      </dl>
    </Block>
  )
}
