import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { Pair } from '../../graph/shape.ts'

/** The height and width that an element has now, in pixels. */
export function useRoom<T extends HTMLElement>(): readonly [RefObject<T | null>, Pair] {
  const element = useRef<T>(null)
  const [room, setRoom] = useState<Pair>([0, 0])
  useLayoutEffect(() => {
    const current = element.current
    if (!current) return
    const measure = () =>
      setRoom(before =>
        before[0] === current.clientHeight && before[1] === current.clientWidth
          ? before
          : [current.clientHeight, current.clientWidth],
      )
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  return [element, room]
}
