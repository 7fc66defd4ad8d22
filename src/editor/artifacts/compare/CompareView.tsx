import { ArrowLeft } from 'lucide-react'
import { useMemo } from 'react'
import { fileName } from '../../code/download.ts'
import { DigitRow } from '../../dock/train/DigitRow.tsx'
import { useEditor } from '../../store/editorStore.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCount, formatLoss, formatSeconds, formatShort } from '../../ui/numbers.ts'
import { Select } from '../../ui/Select.tsx'
import { SpectrumPicture } from '../measured/SpectrumPicture.tsx'
import { formatDecibels } from '../measured/words.ts'
import { formatUnevenness } from '../words.ts'
import styles from './Compare.module.css'
import { useCompare } from './compareStore.ts'
import { energyCurves, lossCurves, sideNames } from './curves.ts'
import { Plot } from './Plot.tsx'
import { runningKinds } from './running.ts'
import { freshSide, type SideState } from './side.ts'
import { settledLoss, summaryOf } from './summary.ts'

/** A variant before the first start: its counts are known. */
const unstarted: SideState = { ...freshSide, words: 'not started' }

const stepChoices = [50, 100, 300, 1000, 3000] as const

/** The graph as it is and with a fix in it, trained side by side on the same batches. */
export function CompareView() {
  const subject = useCompare(state => state.subject)
  const sides = useCompare(state => state.sides)
  const whyNot = useCompare(state => state.whyNot)
  const close = useCompare(state => state.close)
  const curves = useMemo(() => sides && { loss: lossCurves(sides), energy: energyCurves(sides) }, [sides])
  if (!subject) return null
  const name = fileName(subject.before.document.name)
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <Button size="dense" icon={<ArrowLeft size={14} aria-hidden />} onClick={close}>
          Back to the map
        </Button>
        <h2>
          {subject.layer}: {subject.fix.label}
          <small>both start from seed {subject.before.document.training.seed} and see the same batches</small>
        </h2>
        <Controls />
      </header>
      <Busy />
      {!sides || !curves ? (
        <>
          <Facts sides={[unstarted, unstarted]} />
          <p className={styles.hint}>
            Trains the graph as it is and with the fix in two workers, and shows the loss, the energy at the
            predicted frequencies and the reconstructions of both. Nothing on the canvas changes.
          </p>
        </>
      ) : (
        <>
          <Facts sides={sides} />
          <p className={styles.hint}>
            Unevenness is counted, with every weight 1; energy is measured, with the weights of this seed as
            they are now. A fix that counts even can measure worse.
          </p>
          <Summary sides={sides} />
          <div className={styles.plots}>
            <Plot
              title="Loss of the batch"
              unit={sides[0].lossName}
              fileName={`${name}-compared-loss`}
              comparison={curves.loss}
            />
            {whyNot ? (
              <section className={styles.plot} aria-label="Energy at the predicted frequencies">
                <h3>Energy at the predicted frequencies</h3>
                <p className={styles.hint}>Not measured: {whyNot}</p>
              </section>
            ) : (
              <Plot
                title="Energy at the predicted frequencies"
                unit="times that around them"
                fileName={`${name}-compared-energy`}
                comparison={curves.energy}
                fault={sides.find(side => side.fault)?.fault}
              />
            )}
          </div>
          <Pictures sides={sides} />
        </>
      )}
    </div>
  )
}

function Controls() {
  const steps = useCompare(state => state.steps)
  const choose = useCompare(state => state.choose)
  const sides = useCompare(state => state.sides)
  const { start, pause, resume, stop } = useCompare.getState()
  const isActive = sides?.some(({ status }) => runningKinds.has(status)) ?? false
  const isPaused = sides?.some(({ status }) => status === 'paused') ?? false
  return (
    <div className={styles.controls}>
      {isActive ? (
        <>
          <Button look="outline" size="dense" onClick={isPaused ? resume : pause}>
            {isPaused ? 'Resume both' : 'Pause both'}
          </Button>
          <Button look="outline" size="dense" onClick={stop}>
            Stop both
          </Button>
        </>
      ) : (
        <>
          <Select
            aria-label="Steps of each"
            value={String(steps)}
            options={stepChoices.map(each => ({
              value: String(each),
              label: `${formatCount(each)} steps each`,
            }))}
            onChoose={value => choose(Number(value))}
          />
          <Button look={sides ? 'outline' : 'primary'} size="dense" onClick={start}>
            {sides ? 'Train both again' : 'Train both'}
          </Button>
        </>
      )}
    </div>
  )
}

/** The training of the canvas takes the same machine. */
function Busy() {
  const status = useTraining(state => state.status.kind)
  const stop = useTraining(state => state.stop)
  if (status !== 'running' && status !== 'preparing') return null
  return (
    <p className={styles.busy} role="status">
      The model on the canvas trains too: three workers share this machine, and all of them are slower.
      <Button look="outline" size="dense" onClick={stop}>
        Stop that training
      </Button>
    </p>
  )
}

function stateWords({ status, words, step, totalSteps, secondsLeft }: SideState): string {
  if (status === 'failed') return words ?? 'failed'
  if (status === 'preparing') return words ?? ''
  const of = `step ${formatCount(step)} of ${formatCount(totalSteps)}`
  if (status === 'paused') return `${of}, paused`
  if (status === 'finished') return `${of}, ${step < totalSteps ? 'stopped' : 'done'}`
  return Number.isFinite(secondsLeft) ? `${of}, ${formatSeconds(secondsLeft)} left` : of
}

function Facts({ sides }: { sides: readonly [SideState, SideState] }) {
  const subject = useCompare(state => state.subject)!
  const totals = [subject.before.totals, subject.fix.tried.totals]
  const uneven = [subject.now.unevenness, subject.fix.after.unevenness]
  return (
    <table className={styles.facts}>
      <thead>
        <tr>
          <th scope="col">variant</th>
          <th scope="col">training</th>
          <th scope="col">loss, mean of the last</th>
          <th scope="col">test</th>
          <th scope="col">energy</th>
          <th scope="col">parameters</th>
          <th scope="col">MACs</th>
        </tr>
      </thead>
      <tbody>
        {sides.map((side, i) => {
          const energy = side.energies.at(-1)
          const loss = settledLoss(side)
          return (
            <tr key={sideNames[i]}>
              <th scope="row">
                {sideNames[i]}
                <small> unevenness {formatUnevenness(uneven[i]!)}</small>
              </th>
              <td className={side.status === 'failed' ? styles.failed : undefined}>{stateWords(side)}</td>
              <td>{loss === undefined ? '–' : formatLoss(loss)}</td>
              <td>{side.test ? formatLoss(side.test.testLoss) : '–'}</td>
              <td>{energy ? `${formatDecibels(energy.ratio)} at step ${formatCount(energy.step)}` : '–'}</td>
              <td>{formatCount(totals[i]!.parameters)}</td>
              <td>{formatShort(totals[i]!.macs)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Pictures({ sides }: { sides: readonly [SideState, SideState] }) {
  const first = sides.find(side => side.samples)?.samples
  return (
    <div className={styles.pictures}>
      {sides.map(
        (side, i) =>
          side.measured && (
            <figure key={sideNames[i]}>
              <SpectrumPicture
                spectrum={side.measured.spectrum}
                period={side.measured.period}
                room={120}
                label={`Mean spectrum of what the decoder paints, ${sideNames[i]}`}
              />
              <figcaption>spectrum, {sideNames[i]}</figcaption>
            </figure>
          ),
      )}
      {first && (
        <section aria-label="Test images" className={styles.digits}>
          <DigitRow name="originals" pixels={first.originals} samples={first} scale={2} />
          {sides.map(
            (side, i) =>
              side.samples?.reconstructions && (
                <DigitRow
                  key={sideNames[i]}
                  name={sideNames[i]!}
                  pixels={side.samples.reconstructions}
                  samples={side.samples}
                  scale={2}
                />
              ),
          )}
        </section>
      )}
    </div>
  )
}

function Summary({ sides }: { sides: readonly [SideState, SideState] }) {
  const subject = useCompare(state => state.subject)!
  const close = useCompare(state => state.close)
  const document = useEditor(state => state.history.document)
  const run = useEditor(state => state.run)
  const select = useEditor(state => state.select)
  const isOver = sides.every(({ status }) => status === 'finished')
  const sentences = isOver ? summaryOf(sides) : undefined
  const { command, ids } = subject.fix.replacement
  return (
    <div className={styles.summary} role="status">
      {sentences?.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      {isOver && (
        <Button
          look="primary"
          size="dense"
          refusal={
            document === subject.before.document
              ? undefined
              : 'The model was edited since; go back to the map to see what the fix does now.'
          }
          onClick={() => {
            if (!run(command)) return
            select(ids.slice(0, 1))
            close()
          }}
        >
          Apply this fix
        </Button>
      )}
    </div>
  )
}
