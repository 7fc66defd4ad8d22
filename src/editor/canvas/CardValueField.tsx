import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { registry } from '../../../nodes/index.ts'
import { setParams } from '../../commands/index.ts'
import { formatValue, type ParamValue } from '../../graph/params.ts'
import type { NodeInference } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import styles from './CardNode.module.css'
import { useCanvas } from './canvasStore.ts'
import { focusNode } from './focus.ts'
import { type Gesture, startGesture } from './gesture.ts'
import { readValue, stepValue } from './paramText.ts'

interface CardValueFieldProps {
  readonly node: string
  readonly result: NodeInference
  /** The parameter that is edited; without one the text is only read. */
  readonly param: string | undefined
  readonly letter: string
  readonly text: string
  readonly isEditing: boolean
  readonly isWrong: boolean
  readonly className: string | undefined
}

/** Pixels of a scrub that are one step. */
const scrubStep = 8

const assign = (gesture: Gesture, node: string, param: string, value: ParamValue) =>
  gesture.apply(document => setParams(document, registry, node, { [param]: value }))

/** A parameter on the card: click the number to type, drag the letter to scrub. Every key takes effect at once. */
export function CardValueField(props: CardValueFieldProps) {
  const { node, result, param, letter, text, isEditing, isWrong, className } = props
  const set = useCanvas(state => state.set)
  const control = param === undefined ? undefined : result.definition.params[param]?.control.kind
  const scrub = useRef<{ gesture: Gesture; x: number; from: ParamValue; steps: number } | undefined>(
    undefined,
  )

  const edit = () => {
    if (param === undefined) return
    useEditor.getState().select([node])
    if (control !== 'switch') return set({ editing: { node, param } })
    assign(startGesture(), node, param, !(result.params[param] as boolean))
  }
  const startScrub = (event: PointerEvent<HTMLElement>) => {
    if (param === undefined || event.button !== 0) return
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    const from = result.params[param] as ParamValue
    scrub.current = { gesture: startGesture(), x: event.clientX, from, steps: 0 }
  }
  const moveScrub = (event: PointerEvent) => {
    const current = scrub.current
    const schema = param === undefined ? undefined : result.definition.params[param]
    if (!current || !schema || param === undefined) return
    const steps = Math.round((event.clientX - current.x) / scrubStep)
    if (steps === current.steps) return
    current.steps = steps
    const value = stepValue(schema, current.from, steps)
    if (value !== undefined) assign(current.gesture, node, param, value)
  }
  const endScrub = () => {
    const wasMoved = scrub.current !== undefined && scrub.current.steps !== 0
    scrub.current = undefined
    if (wasMoved) useEditor.getState().select([node])
  }

  return (
    <span className={`${className ?? ''} ${isWrong ? styles.wrong : ''}`}>
      {letter !== '' && (
        <span
          className={`${styles.letter} nodrag nopan`}
          onPointerDown={startScrub}
          onPointerMove={moveScrub}
          onPointerUp={endScrub}
          onPointerCancel={endScrub}
        >
          {letter}
        </span>
      )}
      {isEditing && param !== undefined ? (
        <ValueInput node={node} result={result} param={param} />
      ) : param === undefined ? (
        <span className={styles.value}>{text}</span>
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={`${styles.value} nodrag nopan`}
          aria-label={`${param} ${text}`}
          onClick={edit}
        >
          {text}
        </button>
      )}
    </span>
  )
}

interface ValueInputProps {
  readonly node: string
  readonly result: NodeInference
  readonly param: string
}

function ValueInput({ node, result, param }: ValueInputProps) {
  const schema = result.definition.params[param]!
  const [text, setText] = useState(() => formatValue(result.params[param] as ParamValue))
  const field = useRef<HTMLInputElement>(null)
  const gesture = useRef<Gesture>(undefined)
  gesture.current ??= startGesture()
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  const read = readValue(schema, text)
  const type = (next: string) => {
    setText(next)
    const value = readValue(schema, next)
    if ('value' in value) assign(gesture.current!, node, param, value.value)
  }
  const leave = (isKept: boolean) => {
    if (!isKept) gesture.current!.cancel()
    useCanvas.getState().set({ editing: undefined })
    focusNode(node)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const up = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (up !== 0) {
      event.preventDefault()
      const next = 'value' in read ? stepValue(schema, read.value, up * (event.shiftKey ? 10 : 1)) : undefined
      if (next !== undefined) type(formatValue(next))
    } else if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault()
      leave(event.key === 'Enter')
    } else if (event.key === 'Tab') {
      event.preventDefault()
      editNext(node, result, param, event.shiftKey ? -1 : 1)
    }
  }
  return (
    <input
      ref={field}
      className={`${styles.field} nodrag nopan`}
      style={{ width: `${Math.max(2.4, text.length + 1.3)}ch` }}
      value={text}
      aria-label={param}
      aria-invalid={'expected' in read}
      title={'expected' in read ? `${param} must be ${read.expected}` : undefined}
      spellCheck={false}
      autoComplete="off"
      onChange={event => type(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => {
        const { editing, set } = useCanvas.getState()
        if (editing?.node === node && editing.param === param) set({ editing: undefined })
      }}
    />
  )
}

/** Tab within a card goes from one of its parameters to the next. */
function editNext(node: string, { definition }: NodeInference, param: string, step: number) {
  const params = Object.entries(definition.params).flatMap(([name, { card }]) => (card?.always ? [name] : []))
  const next = params[params.indexOf(param) + step]
  useCanvas.getState().set({ editing: next === undefined ? undefined : { node, param: next } })
  if (next === undefined) focusNode(node)
}
