import { type ReactNode, useId } from 'react'
import styles from './Inspector.module.css'

/** A part of the inspector with its heading. */
export function Block({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={styles.block} aria-labelledby={id}>
      <h3 className={styles.heading} id={id}>
        {title}
      </h3>
      {children}
    </section>
  )
}

interface FactProps {
  readonly label: string
  readonly value: ReactNode
  /** How it was counted. */
  readonly how?: ReactNode
  readonly isWaiting?: boolean
}

/** A label and its value, with how it was counted underneath. */
export const Fact = ({ label, value, how, isWaiting = false }: FactProps) => (
  <div className={styles.fact}>
    <dt>{label}</dt>
    <dd className={isWaiting ? styles.waiting : undefined}>
      {value}
      {how && <small>{how}</small>}
    </dd>
  </div>
)
