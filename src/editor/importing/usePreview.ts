import { useEffect, useRef, useState } from 'react'
import type { Shape } from '../../graph/shape.ts'
import type { Preview, PreviewReply, PreviewRequest } from './preview.ts'

/** Milliseconds after the last key before a text is read. */
const pause = 120

/** A preview with what it is a preview of. */
interface Held {
  readonly text: string
  readonly shape: Shape
  readonly preview: Preview
}

/**
 * The preview of a text, worked out in a worker as the text is edited; the last one stays until the next is there.
 * `isOld` is true meanwhile. Undefined where there is no text.
 */
export function usePreview(text: string, shape: Shape): { preview: Preview | undefined; isOld: boolean } {
  const worker = useRef<Worker>(undefined)
  const [held, setHeld] = useState<Held>()
  const latest = useRef(0)
  useEffect(
    () => () => {
      worker.current?.terminate()
      worker.current = undefined
    },
    [],
  )
  useEffect(() => {
    const id = ++latest.current
    if (text.trim() === '') return setHeld(undefined)
    const timer = setTimeout(() => {
      worker.current ??= new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
      worker.current.onmessage = ({ data }: MessageEvent<PreviewReply>) => {
        if (data.id === latest.current) setHeld({ text, shape, preview: data.preview })
      }
      const request: PreviewRequest = { id, text, shape }
      worker.current.postMessage(request)
    }, pause)
    return () => clearTimeout(timer)
  }, [text, shape])
  return { preview: held?.preview, isOld: held !== undefined && (held.text !== text || held.shape !== shape) }
}
