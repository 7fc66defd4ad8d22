import { useState } from 'react'
import type { TrainingSettings } from '../../../graph/document.ts'
import { optimizerParams } from '../../../graph/optimizerSettings.ts'
import { formatValue, fractions, number, type Param, type ParamValue } from '../../../graph/params.ts'
import { type FullTraining, fullTraining, shortTraining, trainingSchema } from '../../../graph/training.ts'
import { ParamRow } from '../../inspector/ParamRow.tsx'
import { SchedulePicture } from './SchedulePicture.tsx'
import styles from './Settings.module.css'
import { setSetting } from './setSetting.ts'

type Name = keyof typeof trainingSchema

/** What the schedule needs besides its name. */
const scheduleParams = {
  constant: [],
  StepLR: ['stepSize', 'gamma'],
  CosineAnnealingLR: ['etaMin'],
} as const satisfies Readonly<Record<FullTraining['schedule'], readonly Name[]>>

/** The settings that most runs leave alone, folded; what is not at its default is said beside the fold. */
export function MoreSettings({ training }: { training: TrainingSettings }) {
  const [isOpen, setOpen] = useState(false)
  const full = fullTraining(training)
  const left: readonly Name[] = ['weightDecay', ...optimizerParams[full.optimizer]]
  const right: readonly Name[] = [
    ...(['schedule', ...scheduleParams[full.schedule]] as const),
    ...(['warmupSteps', 'clipGradNorm', 'patience', 'checkpointEvery'] as const),
  ]
  const set = Object.entries(shortTraining(training)).filter(([name]) =>
    [...left, ...right].includes(name as Name),
  )
  const row = (name: Name) =>
    name === 'betas' ? (
      <Betas key={name} betas={full.betas} />
    ) : (
      <ParamRow
        key={name}
        name={name}
        param={trainingSchema[name] as Param}
        value={full[name]}
        onSet={value => setSetting(name, value)}
      />
    )
  return (
    <details className={styles.more} open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        More settings
        <small>
          {set.length === 0
            ? 'optimizer, schedule, clipping, early stopping, checkpoints'
            : set.map(([name, value]) => `${name} ${textOf(value)}`).join(', ')}
        </small>
      </summary>
      {isOpen && (
        <div className={styles.moreRows}>
          <div>{left.map(row)}</div>
          <div>
            {right.map(row)}
            <SchedulePicture training={full} />
          </div>
        </div>
      )}
    </details>
  )
}

const textOf = (value: ParamValue): string =>
  Array.isArray(value) ? value.join(', ') : formatValue(value).replace('-', '−')

/** torch's pair of betas as two numbers. */
function Betas({ betas }: { betas: readonly number[] }) {
  return betas.map((beta, i) => (
    <ParamRow
      // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells them apart.
      key={i}
      name={`betas[${i}]`}
      param={betaParams[i]!}
      value={beta}
      onSet={value => {
        const next = betas.with(i, value as number)
        const parsed = fractions({ default: betas, help: '' }).parse(next)
        return 'expected' in parsed ? 'Must be a number from 0 up to, but not, 1.' : setSetting('betas', next)
      }}
    />
  ))
}

const betaParams: readonly Param[] = ['gradient', 'squared gradient'].map(
  (of, i) =>
    number({
      default: trainingSchema.betas.default[i]!,
      min: 0,
      max: 1,
      help: `How much of the running mean of the ${of} each step keeps.`,
    }) as Param,
)
