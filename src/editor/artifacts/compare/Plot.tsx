import { useCallback, useState } from 'react'
import { type Comparison, lookOf } from '../../chart/comparison.ts'
import { type ComparisonReading, createComparisonPlot } from '../../chart/comparisonPlot.ts'
import { printComparison } from '../../chart/comparisonSvg.ts'
import { usePlot } from '../../chart/usePlot.ts'
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
  const [reading, setReading] = useState<ComparisonReading>()
  const make = useCallback(
    (element: HTMLElement) =>
      comparison.xs.length > 0
        ? { plot: createComparisonPlot(element, comparison, true, setReading) }
        : undefined,
    [comparison],
  )
  const { box } = usePlot(make)
  return (
    <section className={styles.plot} aria-label={title}>
      <header>
        <h3>
          {title} <small>{unit}</small>
        </h3>
        {reading ? (
          <span className={styles.reading}>
            {reading.place}: {reading.losses.map(({ name, loss }) => `${name} ${loss}`).join(', ')}
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
      {comparison.xs.length === 0 ? (
        <p className={styles.hint}>The curves begin with the first step.</p>
      ) : (
        <div ref={box} className={styles.canvas} role="img" aria-label={`${title} by step, both variants`} />
      )}
    </section>
  )
}
