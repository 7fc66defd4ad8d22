import type { ReactFlowInstance } from '@xyflow/react'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useEditor } from '../store/editorStore.ts'
import { bracketsOf } from './brackets.ts'
import { currentPicture } from './currentPicture.ts'
import { register } from './flowHandle.ts'
import type { FlowEdge, FlowNode } from './view.ts'
import { type Bounds, boundsOf, firstView, fitTo, spanFor } from './viewport.ts'

interface Fitting {
  readonly root: RefObject<HTMLDivElement | null>
  /** The width of the widest tensor on a canvas of this size, and whether there is little room beside it. */
  readonly span: number
  readonly isCompact: boolean
  readonly onInit: (flow: ReactFlowInstance<FlowNode, FlowEdge>) => void
  readonly onMoveStart: (event: unknown) => void
}

/** Keeps the view on the document: fits what is opened, and fits again when the canvas changes its size, until a person moves the view. */
export function useFitting(): Fitting {
  const root = useRef<HTMLDivElement>(null)
  const isUntouched = useRef(true)
  const [flow, setFlow] = useState<ReactFlowInstance<FlowNode, FlowEdge>>()
  const [size, setSize] = useState({ width: 0, height: 0 })
  const { span, isCompact } = spanFor(size.width || 945)
  const isFresh = useEditor(({ history }) => history.past.length === 0 && history.future.length === 0)
  const opened = useEditor(({ history }) => (isFresh ? history.document : undefined))

  useLayoutEffect(() => {
    const element = root.current
    if (!element) return
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const showAll = useCallback(
    (view: typeof fitTo) => {
      const element = root.current
      if (!element || !flow) return
      const picture = currentPicture(span)
      const brackets = bracketsOf(useEditor.getState().inference, picture)
      const bounds = boundsOf(picture, brackets, isCompact)
      isUntouched.current = true
      if (bounds) void flow.setViewport(view(bounds, element.clientWidth, element.clientHeight))
    },
    [flow, span, isCompact],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: another document is fitted although only its identity counts.
  useLayoutEffect(() => {
    if (opened) showAll(firstView)
  }, [opened])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another size is fitted although it is read from the element.
  useLayoutEffect(() => {
    if (isUntouched.current) showAll(firstView)
  }, [showAll, size])

  useEffect(() => {
    const element = root.current?.querySelector<HTMLElement>('.react-flow')
    if (!element || !flow) return
    return register({
      flow,
      root: element,
      fit: () => showAll(fitTo),
      show: (bounds: Bounds) => {
        isUntouched.current = false
        void flow.setViewport(fitTo(bounds, element.clientWidth, element.clientHeight))
      },
    })
  }, [flow, showAll])

  const onMoveStart = useCallback((event: unknown) => {
    if (event) isUntouched.current = false
  }, [])
  return { root, span, isCompact, onInit: setFlow, onMoveStart }
}
