import type { Shape } from '../../graph/shape.ts'
import type { NodeInference } from '../../infer/inference.ts'
import { Block } from './Block.tsx'
import styles from './Inspector.module.css'

/** The arithmetic of the output side: the rule, the rule with its numbers, the result. */
export function OutputSize({ result }: { result: NodeInference }) {
  const { definition, params, inputs } = result
  if (!inputs.every(input => input !== undefined)) return null
  const formula = definition.formula?.({ params, inputs: inputs as Shape[] })
  if (!formula) return null
  const { rule, numbers, steps, note } = formula
  const isImpossible = Number(steps.at(-1)?.replace('−', '-')) < 1
  return (
    <Block title="Output size">
      <div className={styles.formula}>
        <p>{rule}</p>
        <p>{numbers}</p>
        <p>
          {steps.map((step, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the chain.
            <span key={i}>
              {i === 0 ? '= ' : ' = '}
              {i === steps.length - 1 ? (
                <b className={isImpossible ? styles.bad : undefined}>{step}</b>
              ) : (
                step
              )}
            </span>
          ))}
        </p>
      </div>
      {isImpossible ? (
        <p className={styles.bad}>A size must be at least 1.</p>
      ) : (
        note && <p className={styles.note}>{note}</p>
      )}
    </Block>
  )
}
