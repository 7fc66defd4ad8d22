import { useEffect, useRef, useState } from 'react'
import 'uplot/dist/uPlot.min.css'
import { type Comparison, lookOf } from '../../runs/comparison.ts'
import { type ComparisonReading, createComparisonPlot } from '../../runs/comparisonPlot.ts'
import { printComparison } from '../../runs/comparisonSvg.ts'
import { useTheme } from '../../theme.ts'
import { useMedia } from '../../ui/useMedia.ts'
import { SavePicture } from '../SavePicture.tsx'
import styles from './Compare.module.css'

interface PlotProps {
  readonly title: string
  readonly unit: string
  readonly fileName: string
  readonly comparison: Comparison
  /** Why the curves do not go on. */
  readonly fault?: string | undefined
}

/** Both curves over the same steps, what is measured apart as diamonds. */
export function Plot({ title, unit, fileName, comparison, fault }: PlotProps) {
  const box = useRef<HTMLDivElement>(null)
  const [reading, setReading] = useState<ComparisonReading>()
  const theme = useTheme(state => state.theme)
  const isSystemDark = useMedia('(prefers-color-scheme: dark)')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the theme changes.
  useEffect(() => {
    const element = box.current
    if (!element || comparison.steps.length === 0) return
    const made = createComparisonPlot(element, comparison, true, setReading)
    const resize = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    resize.observe(element)
    return () => {
      resize.disconnect()
      made.destroy()
    }
  }, [comparison, theme, isSystemDark])
  return (
    <section className={styles.plot} aria-label={title}>
      <header>
        <h3>
          {title} <small>{unit}</small>
        </h3>
        {reading ? (
          <span className={styles.reading}>
            step {reading.step}: {reading.losses.map(({ name, loss }) => `${name} ${loss}`).join(', ')}
          </span>
        ) : (
          <span className={styles.legend}>
            {comparison.curves.map(({ id, name }, i) => (
              <span key={id}>
                <i style={{ background: `var(--${lookOf(i).token})` }} /> {name}
              </span>
            ))}
          </span>
        )}
        <SavePicture name={fileName} print={() => printComparison(comparison, true)} />
      </header>
      {fault && (
        <p className={styles.failed} role="alert">
          {fault}
        </p>
      )}
      {comparison.steps.length === 0 ? (
        <p className={styles.hint}>The curves begin with the first step.</p>
      ) : (
        <div ref={box} className={styles.canvas} role="img" aria-label={`${title} by step, both variants`} />
      )}
    </section>
  )
}
