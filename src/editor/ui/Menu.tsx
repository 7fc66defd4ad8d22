import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import styles from './Menu.module.css'

interface MenuProps {
  readonly trigger: ReactElement
  readonly align?: 'start' | 'end'
  readonly width?: number
  readonly onOpen?: () => void
  readonly children: ReactNode
}

/** A menu below its button. */
export const Menu = ({ trigger, align = 'end', width, onOpen, children }: MenuProps) => (
  <DropdownMenu.Root modal={false} onOpenChange={isOpen => isOpen && onOpen?.()}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        className={styles.menu}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        style={{ width }}
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
)

interface MenuItemProps {
  readonly icon?: ReactNode
  readonly keys?: string | undefined
  /** A second line: what it leads to, or why it cannot be done now. */
  readonly detail?: ReactNode
  readonly isOff?: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

/** One thing to do; where it cannot be done, its detail says why. */
export const MenuItem = ({ icon, keys, detail, isOff = false, onSelect, children }: MenuItemProps) => (
  <DropdownMenu.Item className={styles.item} disabled={isOff} onSelect={onSelect}>
    <span className={styles.icon}>{icon}</span>
    <span className={styles.body}>
      {children}
      {detail && <span className={styles.detail}>{detail}</span>}
    </span>
    {keys && <span className={styles.keys}>{keys}</span>}
  </DropdownMenu.Item>
)

interface MenuChoiceProps {
  readonly value: string
  readonly options: readonly {
    readonly value: string
    readonly label: string
    readonly detail?: string | undefined
    readonly isOff?: boolean
    readonly icon?: ReactNode
  }[]
  readonly onChoose: (value: string) => void
}

/** One of several. */
export const MenuChoice = ({ value, options, onChoose }: MenuChoiceProps) => (
  <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
    {options.map(option => (
      <DropdownMenu.RadioItem
        key={option.value}
        value={option.value}
        className={styles.item}
        disabled={option.isOff ?? false}
      >
        <span className={styles.icon}>
          <DropdownMenu.ItemIndicator>
            <Check size={14} aria-hidden />
          </DropdownMenu.ItemIndicator>
        </span>
        <span className={styles.body}>
          {option.label}
          {option.detail && <span className={styles.detail}>{option.detail}</span>}
        </span>
        {option.icon}
      </DropdownMenu.RadioItem>
    ))}
  </DropdownMenu.RadioGroup>
)

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className={styles.label}>{children}</DropdownMenu.Label>
)

export const MenuLine = () => <DropdownMenu.Separator className={styles.line} />
