import { type RefObject, useState } from 'react'
import styles from './Import.module.css'

/** Height of a line in pixels, as the style sheet has it. */
export const lineHeight = 18

interface TextAreaProps {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly field: RefObject<HTMLTextAreaElement | null>
  /** Lines, counted from 1, that something is wrong with. */
  readonly wrong: ReadonlySet<number>
}

/** The printed text with the numbers of its lines beside it. */
export function TextArea({ text, onChange, field, wrong }: TextAreaProps) {
  const [top, setTop] = useState(0)
  const count = text.split('\n').length
  const first = Math.floor(top / lineHeight)
  // Only the lines that may be in view: a text can have thousands.
  const numbers = Array.from({ length: Math.min(count - first, 60) }, (_, i) => first + i + 1)
  return (
    <div className={styles.text}>
      <div className={styles.gutter} aria-hidden="true">
        <div style={{ transform: `translateY(${first * lineHeight - top}px)` }}>
          {numbers.map(line => (
            <span key={line} className={wrong.has(line) ? styles.wrongLine : undefined}>
              {line}
            </span>
          ))}
        </div>
      </div>
      <textarea
        ref={field}
        className={styles.area}
        aria-label="Text of print(model)"
        value={text}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        placeholder={placeholder}
        onChange={event => onChange(event.target.value)}
        onScroll={event => setTop(event.currentTarget.scrollTop)}
      />
    </div>
  )
}

const placeholder = `Sequential(
  (0): Conv2d(1, 8, kernel_size=(3, 3), stride=(2, 2))
  (1): ReLU()
)`

/** Selects a line, counted from 1, and brings it into view. */
export function selectLine(field: HTMLTextAreaElement, line: number): void {
  const lines = field.value.split('\n')
  const at = Math.min(line, lines.length) - 1
  const start = lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0)
  field.focus()
  field.setSelectionRange(start, start + lines[at]!.length)
  field.scrollTop = Math.max(0, at * lineHeight - field.clientHeight / 2)
  field.scrollLeft = 0
}
