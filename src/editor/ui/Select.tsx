import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import styles from './Field.module.css'

interface SelectProps extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChoose: (value: string) => void
  readonly isWrong?: boolean
}

/** One of a few words. The machine's own list opens, so that keys and screen readers know it. */
export const Select = ({ value, options, onChoose, isWrong = false, ...rest }: SelectProps) => (
  <span className={[styles.select, isWrong && styles.wrong].filter(Boolean).join(' ')}>
    <select
      {...rest}
      value={value}
      aria-invalid={isWrong || undefined}
      onChange={event => onChoose(event.target.value)}
    >
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
    <ChevronDown size={12} aria-hidden />
  </span>
)
