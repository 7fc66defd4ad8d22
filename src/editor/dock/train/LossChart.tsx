import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { download } from '../../code/download.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { useTheme } from '../../theme.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { formatCount, formatLoss, plural } from '../../ui/numbers.ts'
import { useMedia } from '../../ui/useMedia.ts'
import linear from './Linear.module.css'
import styles from './LossChart.module.css'
import { followRun, linearLine, useLinear } from './linearOptimum.ts'
import { createLossPlot, curveCsv, lastStepShown, type Reading } from './lossPlot.ts'

/** The loss of every step, and the test error after each epoch. */
export function LossChart() {
  const [isLog, setLog] = useState(true)
  const [reading, setReading] = useState<Reading>()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const lossName = useTraining(state => state.facts?.lossName ?? 'loss')
  const hasLinear = useLinear(state => state.status.kind === 'ready')
  const crossedAt = useTraining(() => linearLine()?.crossedAt)
  const theme = useTheme(state => state.theme)
  const isSystemDark = useMedia('(prefers-color-scheme: dark)')

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the theme changes.
  useEffect(() => {
    const element = box.current
    if (!element) return
    const made = createLossPlot(element, isLog, setReading)
    plot.current = made
    let frame = 0
    const draw = () => {
      frame = 0
      const { curve, facts } = useTraining.getState()
      made.setData([curve.steps, curve.losses], false)
      const step = curve.steps.at(-1) ?? 0
      const end = facts ? lastStepShown(step, facts.totalSteps, facts.stepsPerEpoch) : Math.max(1, step)
      made.setScale('x', { min: 0, max: end })
    }
    const later = () => {
      frame ||= requestAnimationFrame(draw)
    }
    const resize = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight })
    })
    resize.observe(element)
    followRun()
    const unfollow = useLinear.subscribe((now, before) => {
      if (now.status.kind !== before.status.kind) later()
    })
    const unsubscribe = useTraining.subscribe((now, before) => {
      if (now.curveLength !== before.curveLength || now.evaluations !== before.evaluations) later()
    })
    draw()
    return () => {
      cancelAnimationFrame(frame)
      resize.disconnect()
      unsubscribe()
      unfollow()
      made.destroy()
    }
  }, [isLog, theme, isSystemDark])

  return (
    <section className={styles.chart} aria-label="Loss curve">
      <div className={`${styles.chartHead} ${linear.head}`}>
        <h3>
          {capital(lossName)}
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
        {reading ? (
          <span className={styles.reading}>
            step {reading.step}: {reading.loss}
          </span>
        ) : (
          <span className={styles.legend}>
            <span className={styles.legendLine} /> batch
            <span className={styles.legendDiamond} /> test
            {hasLinear && (
              <>
                <span className={linear.dashes} /> PCA
              </>
            )}
          </span>
        )}
        <Menu
          trigger={
            <Button size="dense" icon={<Download size={13} aria-hidden />} aria-label="Download the curve" />
          }
        >
          <MenuItem
            detail="As it is drawn, on its ground"
            onSelect={() => plot.current && savePicture(plot.current)}
          >
            Picture (PNG)
          </MenuItem>
          <MenuItem
            detail="Every step and every test"
            onSelect={() => download('loss.csv', curveCsv(), 'text/csv')}
          >
            Table (CSV)
          </MenuItem>
        </Menu>
      </div>
      <div
        className={styles.plot}
        ref={box}
        role="img"
        aria-label={`Batch loss by step, and test ${lossName} by epoch${hasLinear ? `; ${linearWords(crossedAt)}` : ''}`}
      />
    </section>
  )
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

function savePicture(plot: uPlot): void {
  const source = plot.ctx.canvas
  const canvas = document.createElement('canvas')
  canvas.width = source.width
  canvas.height = source.height
  const context = canvas.getContext('2d')
  if (!context) return
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--panel')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(source, 0, 0)
  canvas.toBlob(async blob => {
    if (blob) download('loss.png', new Uint8Array(await blob.arrayBuffer()), 'image/png')
  })
}
