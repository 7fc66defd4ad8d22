import type { ReactNode } from 'react'
import styles from './Field.module.css'

interface SwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly describedBy?: string | undefined
  readonly onChange: (isOn: boolean) => void
  readonly children?: ReactNode
}

/** On or off, with what it amounts to beside it. */
export const Switch = ({ label, isOn, describedBy, onChange, children }: SwitchProps) => (
  <span className={styles.switch}>
    <button
      type="button"
      role="switch"
      className={styles.track}
      aria-checked={isOn}
      aria-label={label}
      aria-describedby={describedBy}
      onClick={() => onChange(!isOn)}
    />
    {children}
  </span>
)
