import { useCallback, useEffect, useMemo, useState } from 'react'
import { comparisonCsv } from '../../formats/curvesCsv.ts'
import { SavePicture } from '../artifacts/SavePicture.tsx'
import { Chart, PlotBox } from '../chart/Chart.tsx'
import { axisName, comparisonNote, lookOf } from '../chart/comparison.ts'
import { type ComparisonReading, createComparisonPlot } from '../chart/comparisonPlot.ts'
import { printComparison } from '../chart/comparisonSvg.ts'
import { usePlot } from '../chart/usePlot.ts'
import { Select } from '../ui/Select.tsx'
import { type AxisChoice, axisChoices, type ComparedRun, compareRuns } from './compareRuns.ts'
import styles from './Runs.module.css'
import { useRunsPanel } from './runActions.ts'

/** The batch loss of the chosen runs by step, epoch or time, their tests as diamonds, with the names as the legend. */
export function ComparisonChart({ runs }: { runs: readonly ComparedRun[] }) {
  const [isLog, setLog] = useState(true)
  const [choice, setChoice] = useState<AxisChoice>('steps')
  const [reading, setReading] = useState<ComparisonReading>()
  const pointed = useRunsPanel(state => state.pointed)
  const comparison = useMemo(() => compareRuns(runs, choice), [runs, choice])
  const { curves } = comparison
  const note = comparisonNote(comparison)
  const make = useCallback(
    (element: HTMLElement) => ({ plot: createComparisonPlot(element, comparison, isLog, setReading) }),
    [comparison, isLog],
  )
  const { box, plot } = usePlot(make)

  // The curve of the run under the pointer stands out, so that it need not be found by its colour.
  useEffect(() => {
    const isOne = curves.some(({ id }) => id === pointed)
    curves.forEach(({ id }, i) => {
      const series = plot.current?.series[i + 1]
      if (series) series.alpha = isOne && id !== pointed ? 0.25 : 1
    })
    plot.current?.redraw(false)
  }, [curves, pointed, plot])

  const names = curves.map(({ name }) => name).join(', ')
  return (
    <Chart
      label="Comparison"
      title={axisName(comparison)}
      isLog={isLog}
      onLog={setLog}
      controls={
        <span className={styles.axis}>
          <span>over</span>
          <Select
            aria-label="What the runs are compared over"
            value={choice}
            options={axisChoices.map(value => ({ value, label: value }))}
            onChoose={value => setChoice(value as AxisChoice)}
          />
        </span>
      }
      save={
        <SavePicture
          isSmall
          label="Download the comparison"
          name="runs"
          print={() => printComparison(comparison, isLog)}
          csv={() => comparisonCsv(runs)}
        />
      }
    >
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
        <li className={styles.key}>
          {reading ? reading.place : `line: batch, diamond: test${note ? `; ${note}` : ''}`}
        </li>
      </ul>
      <PlotBox
        box={box}
        label={names === '' ? 'No run is chosen' : `Loss by ${axisNouns[choice]} of ${names}`}
      />
    </Chart>
  )
}

const axisNouns = { steps: 'step', epochs: 'epoch', time: 'time' } as const
