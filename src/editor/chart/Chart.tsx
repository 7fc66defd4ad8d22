import type { ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'
import styles from './Chart.module.css'

interface ChartProps {
  readonly label: string
  /** What lies along the axis of losses. */
  readonly title: string
  readonly isLog: boolean
  readonly onLog: (isLog: boolean) => void
  /** What can be chosen besides. */
  readonly controls?: ReactNode
  /** What the marks mean, or what lies under the pointer. */
  readonly legend?: ReactNode
  /** Takes it home. */
  readonly save: ReactNode
  readonly children: ReactNode
}

/** The frame of a plot of losses: its name and scale, the legend, the download, and the plot below them. */
export function Chart({ label, title, isLog, onLog, controls, legend, save, children }: ChartProps) {
  return (
    <section className={styles.chart} aria-label={label}>
      <div className={styles.head}>
        <h3>
          {title}
          <Button
            size="dense"
            className={styles.scale}
            aria-label={`Scale of the loss: ${isLog ? 'logarithmic' : 'linear'}`}
            hint={isLog ? 'Show a linear scale' : 'Show a logarithmic scale'}
            onClick={() => onLog(!isLog)}
          >
            {isLog ? 'log scale' : 'linear scale'}
          </Button>
          {controls}
        </h3>
        {legend && <span className={styles.legend}>{legend}</span>}
        {save}
      </div>
      {children}
    </section>
  )
}

/** A mark of the legend with what it stands for. */
export const Mark = ({ of, children }: { of: 'line' | 'diamond' | 'dashes'; children: ReactNode }) => (
  <span className={styles.mark}>
    <i className={styles[of]} /> {children}
  </span>
)

interface PlotBoxProps {
  readonly box: React.RefObject<HTMLDivElement | null>
  readonly label: string
}

/** The element that a plot is drawn into. */
export const PlotBox = ({ box, label }: PlotBoxProps) => (
  <div className={styles.plot} ref={box} role="img" aria-label={label} />
)
