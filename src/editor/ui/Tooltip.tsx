import { cloneElement, type ReactElement, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { type Box, overlayRoot, placeBeside, type Side } from './place.ts'
import styles from './Tooltip.module.css'

interface TooltipProps {
  /** What the control does not say itself; without text there is no tooltip. */
  readonly text: string | undefined
  readonly keys?: string | undefined
  readonly side?: Side
  /** One element that passes on `data-` and `aria-` attributes. */
  readonly children: ReactElement<Record<string, unknown>>
}

/** Says more about the control it surrounds, on hover and on keyboard focus; screen readers get it as a description. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  if (text === undefined || text === '') return children
  return cloneElement(children, {
    'data-tip': text,
    'data-tip-keys': keys,
    'data-tip-side': side,
    ...(children.props['aria-label'] !== text && { 'aria-description': text }),
  })
}

interface Shown {
  readonly text: string
  readonly keys: string | undefined
  readonly side: Side
  readonly anchor: Box
}

/** How long the pointer rests before the first tooltip, in milliseconds; neighbours follow at once. */
const delay = 500

/** Draws the one tooltip there is at a time. Stands once in the app. */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown>()
  const [at, setAt] = useState<{ left: number; top: number }>()
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let current: Element | undefined
    let lastHidden = 0
    const hide = () => {
      clearTimeout(timer)
      if (current) lastHidden = Date.now()
      current = undefined
      setShown(undefined)
    }
    const show = (element: HTMLElement) => {
      const { tip, tipKeys, tipSide } = element.dataset
      if (tip === undefined || !element.isConnected) return
      setShown({ text: tip, keys: tipKeys, side: tipSide as Side, anchor: element.getBoundingClientRect() })
    }
    const tipOf = (event: Event) =>
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null
    const onOver = (event: PointerEvent) => {
      const element = tipOf(event)
      if (element === (current ?? null)) return
      const wait = Date.now() - lastHidden < 200 || current ? 0 : delay
      hide()
      if (!element || event.pointerType === 'touch' || element.dataset.state === 'open') return
      current = element
      timer = setTimeout(() => show(element), wait)
    }
    const onFocus = (event: FocusEvent) => {
      const element = tipOf(event)
      if (!element?.matches(':focus-visible') || event.target !== element) return
      hide()
      current = element
      show(element)
    }
    const watched = [
      ['pointerover', onOver],
      ['focusin', onFocus],
      ['focusout', hide],
      ['pointerdown', hide],
      ['keydown', hide],
      ['wheel', hide],
      ['dragstart', hide],
    ] as const
    for (const [name, listener] of watched) {
      document.addEventListener(name, listener as EventListener, { capture: true, passive: true })
    }
    return () => {
      hide()
      for (const [name, listener] of watched) {
        document.removeEventListener(name, listener as EventListener, { capture: true })
      }
    }
  }, [])

  useLayoutEffect(() => {
    setAt(shown && box.current ? placeBeside(shown.anchor, box.current, shown.side) : undefined)
  }, [shown])

  if (!shown) return null
  return createPortal(
    <div
      ref={box}
      role="tooltip"
      className={styles.tooltip}
      style={{ ...at, visibility: at ? 'visible' : 'hidden' }}
    >
      {shown.text}
      {shown.keys && <kbd className={styles.keys}>{shown.keys}</kbd>}
    </div>,
    overlayRoot(),
  )
}
