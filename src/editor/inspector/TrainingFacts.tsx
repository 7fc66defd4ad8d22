import { registry } from '../../../nodes/index.ts'
import { isLoss } from '../../graph/definition.ts'
import { useDocument } from '../store/useDocument.ts'
import { formatCount } from '../ui/numbers.ts'
import { Block, Fact } from './Block.tsx'

/** How the model is trained, in short. */
export function TrainingFacts() {
  const { nodes, training } = useDocument()
  const losses = nodes.filter(({ type }) => {
    const definition = registry.get(type)
    return definition !== undefined && isLoss(definition)
  })
  const names = [...new Set(losses.map(({ type }) => type))]
  return (
    <Block title="Training">
      <dl>
        <Fact label="Data" value="MNIST digits" how="60,000 to learn from, 10,000 to test" />
        <Fact
          label="Loss"
          value={losses.length === 0 ? training.loss : names.join(' + ')}
          how={losses.length === 0 && 'output against image'}
        />
        <Fact label="Optimizer" value={`${training.optimizer} ${training.learningRate}`} />
        <Fact label="Batch size" value={formatCount(training.batchSize)} />
        <Fact label="Epochs" value={formatCount(training.epochs)} />
      </dl>
    </Block>
  )
}
