import { Download } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { savePng, saveSvg } from '../artifacts/savePicture.ts'
import { download } from '../code/download.ts'
import { useTheme } from '../theme.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { useMedia } from '../ui/useMedia.ts'
import { axisName, type ComparedRun, compareRuns, comparisonNote, lookOf } from './comparison.ts'
import { type ComparisonReading, createComparisonPlot } from './comparisonPlot.ts'
import { printComparison } from './comparisonSvg.ts'
import { comparisonCsv } from './curvesCsv.ts'
import styles from './Runs.module.css'
import { attempt, useRunsPanel } from './runActions.ts'

/** The batch loss of the chosen runs by step, their tests as diamonds, with the names as the legend. */
export function ComparisonChart({ runs }: { runs: readonly ComparedRun[] }) {
  const [isLog, setLog] = useState(true)
  const [reading, setReading] = useState<ComparisonReading>()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const theme = useTheme(state => state.theme)
  const isSystemDark = useMedia('(prefers-color-scheme: dark)')
  const pointed = useRunsPanel(state => state.pointed)
  const comparison = useMemo(() => compareRuns(runs), [runs])
  const { curves } = comparison
  const note = comparisonNote(comparison)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the theme changes.
  useEffect(() => {
    const element = box.current
    if (!element) return
    const made = createComparisonPlot(element, comparison, isLog, setReading)
    plot.current = made
    const resize = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight })
    })
    resize.observe(element)
    return () => {
      resize.disconnect()
      made.destroy()
    }
  }, [comparison, isLog, theme, isSystemDark])

  // The curve of the run under the pointer stands out, so that it need not be found by its colour.
  useEffect(() => {
    const isOne = curves.some(({ id }) => id === pointed)
    curves.forEach(({ id }, i) => {
      const series = plot.current?.series[i + 1]
      if (series) series.alpha = isOne && id !== pointed ? 0.25 : 1
    })
    plot.current?.redraw(false)
  }, [curves, pointed])

  const names = curves.map(({ name }) => name).join(', ')
  return (
    <section className={styles.chart} aria-label="Comparison">
      <div className={styles.chartHead}>
        <h3>
          {axisName(comparison)}
          <Button
            size="dense"
            className={styles.scale}
            aria-label={`Scale of the loss: ${isLog ? 'logarithmic' : 'linear'}`}
            hint={isLog ? 'Show a linear scale' : 'Show a logarithmic scale'}
            onClick={() => setLog(!isLog)}
          >
            {isLog ? 'log scale' : 'linear scale'}
          </Button>
        </h3>
        <span className={styles.key}>
          {reading ? `step ${reading.step}` : 'line: batch, diamond: test'}
          {note && !reading && `; ${note}`}
        </span>
        <Menu
          trigger={
            <Button
              size="dense"
              icon={<Download size={13} aria-hidden />}
              aria-label="Download the comparison"
            />
          }
        >
          <MenuItem
            detail="On white, with its legend"
            onSelect={() =>
              attempt('The picture cannot be saved', () =>
                savePng(printComparison(comparison, isLog), 'runs'),
              )
            }
          >
            Picture (PNG)
          </MenuItem>
          <MenuItem
            detail="On white, with its legend"
            onSelect={() => saveSvg(printComparison(comparison, isLog), 'runs')}
          >
            Drawing (SVG)
          </MenuItem>
          <MenuItem
            detail="Every step and every test"
            onSelect={() => download('runs.csv', comparisonCsv(runs), 'text/csv')}
          >
            Table (CSV)
          </MenuItem>
        </Menu>
      </div>
      <ul className={styles.legend}>
        {curves.map(({ id, name }, i) => {
          const { token, dash } = lookOf(i)
          const loss = reading?.losses.find(other => other.id === id)?.loss
          return (
            <li key={id}>
              <i
                style={{
                  borderTopColor: `var(--${token})`,
                  borderTopStyle: dash.length ? 'dashed' : 'solid',
                }}
              />
              {name}
              {loss && <b>{loss}</b>}
            </li>
          )
        })}
      </ul>
      <div
        className={styles.plot}
        ref={box}
        role="img"
        aria-label={names === '' ? 'No run is chosen' : `Loss by step of ${names}`}
      />
    </section>
  )
}
