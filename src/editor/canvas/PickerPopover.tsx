import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import styles from './canvas.module.css'
import { rank } from './rank.ts'

export interface Choice {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly icon?: ReactNode
}

interface PickerPopoverProps {
  readonly title: string
  readonly choices: readonly Choice[]
  /** What is said where nothing fits. */
  readonly empty: string
  readonly at: { readonly x: number; readonly y: number }
  readonly onChoose: (id: string) => void
  readonly onClose: () => void
}

/** A small list at a place of the canvas: type a part of a name, arrows, Enter; Esc closes. */
export function PickerPopover({ title, choices, empty, at, onChoose, onClose }: PickerPopoverProps) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const shown = useMemo(() => rank(choices, text, choice => choice.label), [choices, text])
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && shown.length > 0) {
      event.preventDefault()
      setActive((active + step + shown.length) % shown.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const choice = shown[active]
      if (choice) onChoose(choice.id)
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      onClose()
    }
  }
  return (
    <div
      className={styles.picker}
      style={{ left: at.x, top: at.y }}
      role="dialog"
      aria-label={title}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose()
      }}
    >
      <input
        ref={field}
        value={text}
        placeholder={title}
        role="combobox"
        aria-label={title}
        aria-expanded={shown.length > 0}
        aria-controls={shown.length > 0 ? id : undefined}
        aria-activedescendant={shown[active] ? `${id}-${active}` : undefined}
        spellCheck={false}
        autoComplete="off"
        onChange={event => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      {shown.length > 0 && (
        <div ref={list} id={id} role="listbox" aria-label={title} className={styles.choices}>
          {shown.map((choice, i) => (
            <div
              key={choice.id}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === active}
              className={styles.choice}
              onPointerMove={() => setActive(i)}
              onPointerDown={event => {
                event.preventDefault()
                onChoose(choice.id)
              }}
            >
              {choice.icon}
              <span>{choice.label}</span>
              {choice.hint && <span className={styles.hint}>{choice.hint}</span>}
            </div>
          ))}
        </div>
      )}
      {shown.length === 0 && (
        <p className={styles.nothing}>{choices.length === 0 ? empty : `Nothing is called “${text}”.`}</p>
      )}
    </div>
  )
}
