import { useCallback, useState } from 'react'
import { SavePicture } from '../../artifacts/SavePicture.tsx'
import { Chart, Mark, PlotBox } from '../../chart/Chart.tsx'
import { printComparison } from '../../chart/comparisonSvg.ts'
import { usePlot } from '../../chart/usePlot.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { formatCount, formatLoss, plural } from '../../ui/numbers.ts'
import { followRun, linearLine, useLinear } from './linearOptimum.ts'
import { lossComparison, lossCsv } from './lossFigure.ts'
import { createLossPlot, lastStepShown, type Reading } from './lossPlot.ts'

/** The loss of every step, and the test error after each epoch. */
export function LossChart() {
  const [isLog, setLog] = useState(true)
  const [reading, setReading] = useState<Reading>()
  const lossName = useTraining(state => state.facts?.lossName ?? 'loss')
  const hasLinear = useLinear(state => state.status.kind === 'ready')
  const crossedAt = useTraining(() => linearLine()?.crossedAt)
  const make = useCallback((element: HTMLElement) => followingPlot(element, isLog, setReading), [isLog])
  const { box } = usePlot(make)
  return (
    <Chart
      label="Loss curve"
      title={capital(lossName)}
      isLog={isLog}
      onLog={setLog}
      legend={
        reading ? (
          <b>
            step {reading.step}: {reading.loss}
          </b>
        ) : (
          <>
            <Mark of="line">batch</Mark>
            <Mark of="diamond">test</Mark>
            {hasLinear && <Mark of="dashes">PCA</Mark>}
          </>
        )
      }
      save={
        <SavePicture
          isSmall
          label="Download the curve"
          name="loss"
          print={() => printComparison(lossComparison(), isLog)}
          csv={lossCsv}
        />
      }
    >
      <PlotBox
        box={box}
        label={`Batch loss by step, and test ${lossName} by epoch${hasLinear ? `; ${linearWords(crossedAt)}` : ''}`}
      />
    </Chart>
  )
}

/** The plot of the run, drawn anew with each report. */
function followingPlot(element: HTMLElement, isLog: boolean, onRead: (reading: Reading | undefined) => void) {
  const plot = createLossPlot(element, isLog, onRead)
  let frame = 0
  const draw = () => {
    frame = 0
    const { curve, facts } = useTraining.getState()
    plot.setData([curve.steps, curve.losses], false)
    const step = curve.steps.at(-1) ?? 0
    const end = facts ? lastStepShown(step, facts.totalSteps, facts.stepsPerEpoch) : Math.max(1, step)
    plot.setScale('x', { min: 0, max: end })
  }
  const later = () => {
    frame ||= requestAnimationFrame(draw)
  }
  followRun()
  const unfollow = useLinear.subscribe((now, before) => {
    if (now.status.kind !== before.status.kind) later()
  })
  const unsubscribe = useTraining.subscribe((now, before) => {
    if (now.curveLength !== before.curveLength || now.evaluations !== before.evaluations) later()
  })
  draw()
  const stop = () => {
    cancelAnimationFrame(frame)
    unsubscribe()
    unfollow()
  }
  return { plot, stop }
}

/** PCA's line for those who do not see it. */
function linearWords(crossedAt: number | undefined): string {
  const line = linearLine()
  if (!line) return 'no error of PCA'
  const { dims, testMse } = line
  const pca = `PCA with ${plural(dims, 'dimension')} ${formatLoss(testMse)}`
  return crossedAt === undefined ? pca : `${pca}, gone below at step ${formatCount(crossedAt)}`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
