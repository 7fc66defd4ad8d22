import type { NodeInference } from '../../infer/inference.ts'
import { MirrorBlock } from '../mirror/MirrorBlock.tsx'
import { formatCount, formatShort, plural } from '../ui/numbers.ts'
import { Block, Fact } from './Block.tsx'
import { GroupField } from './GroupField.tsx'
import styles from './Inspector.module.css'

interface SeveralSelectedProps {
  readonly ids: readonly string[]
  readonly results: readonly NodeInference[]
}

/** What several layers amount to together, and the part of the model that they belong to. */
export function SeveralSelected({ ids, results }: SeveralSelectedProps) {
  const types = new Map<string, number>()
  for (const { definition } of results) types.set(definition.title, (types.get(definition.title) ?? 0) + 1)
  const parameters = results.reduce((sum, result) => sum + (result.parameters ?? 0), 0)
  const macs = results.reduce(
    (sum, result) => sum + (result.state === 'ready' ? (result.macs?.value ?? 0) : 0),
    0,
  )
  const broken = results.filter(result => result.state === 'problem').length
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.wideTitle}>{plural(ids.length, 'layer')}</h2>
        <p className={styles.names}>{ids.slice(0, 12).join(', ') + (ids.length > 12 ? ', …' : '')}</p>
      </div>
      <Block title="Part of the model">
        <GroupField ids={ids} />
      </Block>
      <MirrorBlock ids={ids} />
      <Block title="Together">
        <dl>
          <Fact label="Types" value={[...types].map(([title, count]) => `${count} ${title}`).join(', ')} />
          <Fact label="Weights" value={formatCount(parameters)} />
          <Fact label="Multiply-accumulates" value={formatShort(macs)} />
          {broken > 0 && <Fact label="With a problem" value={formatCount(broken)} />}
        </dl>
      </Block>
    </>
  )
}
