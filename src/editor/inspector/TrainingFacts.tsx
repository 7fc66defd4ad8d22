import { lossNames } from '../store/lossNames.ts'
import { useDocument } from '../store/useDocument.ts'
import { formatCount } from '../ui/numbers.ts'
import { Block, Fact } from './Block.tsx'

/** How the model is trained, in short. */
export function TrainingFacts() {
  const document = useDocument()
  const { training } = document
  const loss = lossNames(document)
  return (
    <Block title="Training">
      <dl>
        <Fact label="Data" value="MNIST digits" how="60,000 to learn from, 10,000 to test" />
        <Fact label="Loss" value={loss.name} how={loss.why} />
        <Fact
          label="Optimizer"
          value={`${training.optimizer} ${training.learningRate}`}
          {...(training.schedule !== undefined && { how: `rate by ${training.schedule}` })}
        />
        <Fact label="Batch size" value={formatCount(training.batchSize)} />
        <Fact label="Epochs" value={formatCount(training.epochs)} />
      </dl>
    </Block>
  )
}
