import type { ComponentProps, ReactNode } from 'react'
import styles from './Button.module.css'
import { Tooltip } from './Tooltip.tsx'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'title'> {
  readonly look?: 'plain' | 'outline' | 'primary'
  readonly icon?: ReactNode
  /** Why it cannot be pressed now. It stays in the order of focus, so that the reason can be read. */
  readonly refusal?: string | undefined
  /** What the label does not say. */
  readonly hint?: string | undefined
  readonly keys?: string | undefined
  readonly size?: 'bar' | 'dense'
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
}

/** A button named by its effect; one that cannot be pressed says why. */
export function Button({
  look = 'plain',
  icon,
  refusal,
  hint,
  keys,
  size = 'bar',
  side,
  children,
  onClick,
  className,
  ...rest
}: ButtonProps) {
  const isIconOnly = children === undefined
  return (
    <Tooltip text={refusal ?? hint} keys={keys} {...(side && { side })}>
      <button
        type="button"
        {...rest}
        aria-disabled={refusal !== undefined || undefined}
        onClick={refusal === undefined ? onClick : undefined}
        className={[
          styles.button,
          styles[look],
          styles[size],
          isIconOnly && styles.iconOnly,
          refusal !== undefined && styles.off,
          className,
        ]
          .filter(Boolean)
          .join(' ')}
      >
        {icon}
        {children}
      </button>
    </Tooltip>
  )
}
