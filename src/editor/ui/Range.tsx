import type { ComponentProps, CSSProperties } from 'react'
import styles from './Range.module.css'

interface RangeProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'min' | 'max' | 'type'> {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number | 'any'
  readonly onSlide: (value: number) => void
}

/** A slider; the part before the thumb is filled. */
export const Range = ({ value, min, max, onSlide, className, style, ...rest }: RangeProps) => (
  <input
    {...rest}
    type="range"
    min={min}
    max={max}
    value={value}
    className={[styles.range, className].filter(Boolean).join(' ')}
    style={
      { ...style, '--share': `${max > min ? (100 * (value - min)) / (max - min) : 0}%` } as CSSProperties
    }
    onChange={event => onSlide(Number(event.target.value))}
  />
)
