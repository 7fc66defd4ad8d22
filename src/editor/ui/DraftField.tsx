import { type ComponentProps, type KeyboardEvent, useId, useState } from 'react'
import styles from './Field.module.css'

interface DraftFieldProps<T> extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'prefix' | 'step'> {
  /** The value as text, as it stands when nobody types. */
  readonly shown: string
  /** The value of a text, or what was expected instead: "a whole number of at least 1". */
  readonly read: (text: string) => { readonly value: T } | { readonly expected: string }
  /** Takes a value; may answer with the reason why it is refused. */
  readonly commit: (value: T, how: 'typed' | 'step') => string | undefined
  /** The value one step up or down, for Alt with the arrow keys. */
  readonly step?: (by: number) => T | undefined
  /** True where what is typed takes effect at once; otherwise with Enter, or on leaving. */
  readonly isLive?: boolean
  /** A letter before the value: h, w. */
  readonly letter?: string
  readonly isWrong?: boolean
  /** Ids of what else describes the field. */
  readonly describedBy?: string | undefined
  /** Shows the message elsewhere, below the whole row. */
  readonly onMessage?: (message: string | undefined) => void
}

/**
 * A field that keeps what is typed. Text that is no value stays as it is and is said so, while the document keeps the
 * last value that was one; Escape returns to it.
 */
export function DraftField<T>({
  shown,
  read,
  commit,
  step,
  isLive = false,
  letter,
  isWrong = false,
  describedBy,
  onMessage,
  ...rest
}: DraftFieldProps<T>) {
  const [draft, setDraft] = useState<string>()
  const [before, setBefore] = useState(shown)
  const [message, setMessage] = useState<string>()
  const messageId = useId()
  // A change from elsewhere (undo, the other field of a linked pair) takes the place of an old draft.
  if (shown !== before) {
    setBefore(shown)
    if (draft !== undefined && !means(read(draft.trim()), shown)) setDraft(undefined)
  }
  const say = (text: string | undefined) => {
    setMessage(text)
    onMessage?.(text)
  }
  const take = (text: string, isFinal: boolean) => {
    const result = read(text.trim())
    if ('expected' in result) {
      if (isFinal) say(`Must be ${result.expected}.`)
      return
    }
    const refused = commit(result.value, 'typed')
    say(refused)
    if (isFinal && refused === undefined) setDraft(undefined)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && draft !== undefined) take(draft, true)
    else if (event.key === 'Enter') event.currentTarget.select()
    else if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation()
      setDraft(undefined)
      say(undefined)
    } else if (step && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      const value = step((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1))
      if (value === undefined) return
      setDraft(undefined)
      say(commit(value, 'step'))
    }
  }
  const isInvalid = isWrong || message !== undefined
  return (
    <span className={styles.wrap}>
      <span className={[styles.field, isInvalid && styles.wrong].filter(Boolean).join(' ')}>
        {letter && (
          <span className={styles.letter} aria-hidden="true">
            {letter}
          </span>
        )}
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          {...rest}
          value={draft ?? shown}
          data-settled={draft === undefined || (isLive && message === undefined)}
          aria-invalid={isInvalid || undefined}
          aria-describedby={[describedBy, message && !onMessage ? messageId : undefined]
            .filter(Boolean)
            .join(' ')}
          onChange={event => {
            const text = event.target.value
            setDraft(text)
            say(undefined)
            if (isLive) take(text, false)
          }}
          onKeyDown={onKeyDown}
          onBlur={() => draft !== undefined && take(draft, true)}
        />
      </span>
      {message && !onMessage && (
        <span className={styles.message} id={messageId} role="alert">
          {message}
        </span>
      )}
    </span>
  )
}

const means = (result: { value: unknown } | { expected: string }, shown: string): boolean =>
  'value' in result && String(result.value) === shown
