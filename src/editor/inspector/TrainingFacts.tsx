import { useSource } from '../data/useSource.ts'
import { datasetTitle } from '../data/words.ts'
import { lossNames } from '../store/lossNames.ts'
import { useDocument } from '../store/useDocument.ts'
import { formatCount } from '../ui/numbers.ts'
import { Block, Fact } from './Block.tsx'

/** How the model is trained, in short. */
export function TrainingFacts() {
  const document = useDocument()
  const { training } = document
  const loss = lossNames(document)
  const { facts } = useSource()
  return (
    <Block title="Training">
      <dl>
        <Fact
          label="Data"
          value={datasetTitle(training.dataset)}
          {...(facts &&
            'trainCount' in facts && {
              how: `${formatCount(facts.trainCount)} to learn from, ${formatCount(facts.testCount)} to test`,
            })}
        />
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
