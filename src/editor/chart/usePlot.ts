import { useEffect, useRef } from 'react'
import type uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../theme.ts'
import { useMedia } from '../ui/useMedia.ts'

/** A plot in an element, and what ends its work. */
export interface Plotted {
  readonly plot: uPlot
  stop?(): void
}

/**
 * Draws a plot into the element of `box`, as large as it is and in the colours of the theme. It is drawn anew whenever
 * `make` is another function.
 */
export function usePlot(make: (element: HTMLElement) => Plotted | undefined): {
  readonly box: React.RefObject<HTMLDivElement | null>
  readonly plot: React.RefObject<uPlot | undefined>
} {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const theme = useTheme(state => state.theme)
  const isSystemDark = useMedia('(prefers-color-scheme: dark)')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the theme changes.
  useEffect(() => {
    const element = box.current
    const made = element ? make(element) : undefined
    if (!element || !made) return
    plot.current = made.plot
    const resize = new ResizeObserver(() =>
      made.plot.setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    resize.observe(element)
    return () => {
      resize.disconnect()
      made.stop?.()
      made.plot.destroy()
      plot.current = undefined
    }
  }, [make, theme, isSystemDark])
  return { box, plot }
}
