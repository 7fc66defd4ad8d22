import { Check } from 'lucide-react'
import {
  cloneElement,
  createContext,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  use,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'
import styles from './Menu.module.css'
import { overlayRoot, placeBeside } from './place.ts'

/** Closes the menu that an item stands in. */
const CloseMenu = createContext<() => void>(() => undefined)

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly align?: 'start' | 'end'
  readonly width?: number
  readonly onOpen?: () => void
  readonly children: ReactNode
}

/** A menu beside its button. Arrows, Home, End and first letters move; Escape, Tab and a press elsewhere close it. */
export function Menu({ trigger, align = 'end', width, onOpen, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const toggle = () => {
    if (!isOpen) onOpen?.()
    setOpen(!isOpen)
  }
  return (
    <>
      {cloneElement(trigger, {
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        'aria-controls': isOpen ? id : undefined,
        'data-state': isOpen ? 'open' : 'closed',
        onClick: toggle,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown' || isOpen) return
          event.preventDefault()
          toggle()
        },
      })}
      {isOpen && (
        <CloseMenu value={close}>
          <OpenMenu
            id={id}
            button={button}
            align={align}
            width={width}
            onClose={close}
            onLeave={() => setOpen(false)}
          >
            {children}
          </OpenMenu>
        </CloseMenu>
      )}
    </>
  )
}

interface OpenMenuProps {
  readonly id: string
  readonly button: React.RefObject<HTMLButtonElement | null>
  readonly align: 'start' | 'end'
  readonly width: number | undefined
  readonly onClose: () => void
  /** Closes it without taking the focus back. */
  readonly onLeave: () => void
  readonly children: ReactNode
}

function OpenMenu({ id, button, align, width, onClose, onLeave, children }: OpenMenuProps) {
  const box = useRef<HTMLDivElement>(null)
  const leave = useRef(onLeave)
  leave.current = onLeave
  const [at, setAt] = useState<{ left: number; top: number }>()

  // Its size can change while it is open, when a list in it has been read.
  useLayoutEffect(() => {
    if (!box.current || !button.current) return
    const next = placeBeside(button.current.getBoundingClientRect(), box.current, 'bottom', align)
    if (next.left !== at?.left || next.top !== at?.top) setAt(next)
  })
  useEffect(() => {
    box.current?.querySelector<HTMLElement>(chosen)?.focus()
    if (!box.current?.contains(document.activeElement)) itemsOf(box.current)[0]?.focus()
    const onPointerDown = (event: PointerEvent) => {
      const target = event.target as Node
      if (!box.current?.contains(target) && !button.current?.contains(target)) leave.current()
    }
    const onBlur = () => leave.current()
    document.addEventListener('pointerdown', onPointerDown, { capture: true })
    window.addEventListener('blur', onBlur)
    return () => {
      document.removeEventListener('pointerdown', onPointerDown, { capture: true })
      window.removeEventListener('blur', onBlur)
    }
  }, [button])

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      return onClose()
    }
    const items = itemsOf(box.current)
    const now = items.indexOf(document.activeElement as HTMLElement)
    const next = nextItem(items, now, event.key)
    if (next) {
      event.preventDefault()
      next.focus()
    }
  }
  return createPortal(
    <div
      ref={box}
      id={id}
      role="menu"
      tabIndex={0}
      aria-label={button.current?.getAttribute('aria-label') ?? button.current?.textContent ?? undefined}
      className={styles.menu}
      style={{ width, ...at }}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>,
    overlayRoot(),
  )
}

const chosen = '[role="menuitemradio"][aria-checked="true"]'

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])') ?? []),
]

function nextItem(items: readonly HTMLElement[], now: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(now + 1) % items.length]
  if (key === 'ArrowUp') return items[(Math.max(now, 0) - 1 + items.length) % items.length]
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const behind = [...items.slice(now + 1), ...items.slice(0, now + 1)]
  return behind.find(item => item.textContent?.toLowerCase().startsWith(key.toLowerCase()))
}

interface ItemProps {
  readonly icon?: ReactNode
  /** Key shown at its end. */
  readonly keys?: string | undefined
  /** A second line: what it leads to, or why it cannot be done now. */
  readonly detail?: ReactNode
  readonly isOff?: boolean
  readonly isChosen?: boolean | undefined
  readonly onSelect: () => void
  readonly children: ReactNode
}

/** One thing to do; where it cannot be done, its detail says why. */
export function MenuItem({ icon, keys, detail, isOff = false, isChosen, onSelect, children }: ItemProps) {
  const close = use(CloseMenu)
  return (
    <button
      type="button"
      {...(isChosen === undefined
        ? { role: 'menuitem' }
        : { role: 'menuitemradio', 'aria-checked': isChosen })}
      aria-disabled={isOff || undefined}
      tabIndex={-1}
      className={styles.item}
      onPointerMove={event => !isOff && event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (isOff) return
        close()
        onSelect()
      }}
    >
      <span className={styles.icon}>{icon}</span>
      <span className={styles.body}>
        {children}
        {detail && <span className={styles.detail}>{detail}</span>}
      </span>
      {keys && <span className={styles.keys}>{keys}</span>}
    </button>
  )
}

interface MenuChoiceProps {
  readonly value: string
  readonly options: readonly {
    readonly value: string
    readonly label: string
    readonly detail?: string | undefined
    readonly isOff?: boolean
  }[]
  readonly onChoose: (value: string) => void
}

/** One of several. */
export const MenuChoice = ({ value, options, onChoose }: MenuChoiceProps) =>
  options.map(option => (
    <MenuItem
      key={option.value}
      icon={option.value === value && <Check size={14} aria-hidden />}
      detail={option.detail}
      isOff={option.isOff ?? false}
      isChosen={option.value === value}
      onSelect={() => onChoose(option.value)}
    >
      {option.label}
    </MenuItem>
  ))

export const MenuLabel = ({ children }: { children: ReactNode }) => <p className={styles.label}>{children}</p>

export const MenuLine = () => <hr className={styles.line} />
