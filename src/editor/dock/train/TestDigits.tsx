import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { Samples } from '../../../training/protocol.ts'
import { datasetTitle } from '../../data/words.ts'
import { useLayout } from '../../store/layoutStore.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { useDocument } from '../../store/useDocument.ts'
import { formatCount } from '../../ui/numbers.ts'
import { DigitRow } from './DigitRow.tsx'
import { type DigitsFit, fitDigits, gap } from './digitsFit.ts'
import { ExperimentButton } from './ExperimentButton.tsx'
import linear from './Linear.module.css'
import { useLinear } from './linearOptimum.ts'
import { PcaRow, usePcaDigits } from './PcaRow.tsx'
import styles from './Train.module.css'

const SaveDigits = lazy(() => import('./SaveDigits.tsx').then(m => ({ default: m.SaveDigits })))

const PrincipalAngles = lazy(() =>
  import('./PrincipalAngles.tsx').then(m => ({ default: m.PrincipalAngles })),
)

/** Test digits above what the network and PCA make of them, in whole multiples of their pixels. */
export function TestDigits() {
  const samples = useTraining(state => state.samples)
  const { training } = useDocument()
  const isMnist = useTraining(state => (state.trained?.training ?? training).dataset === 'mnist')
  const title = isMnist ? 'Test digits' : 'Test images'
  const box = useRef<HTMLDivElement>(null)
  const isTall = useLayout(state => state.isDockMaximised)
  const hasLinear = useLinear(state => state.status.kind !== 'none')
  const isLinear = useLinear(state => state.decoder !== undefined)
  const linearDigits = usePcaDigits(samples)
  const { scale, shown, isStacked } = useFit(box, samples, hasLinear ? 3 : 2, isTall)
  return (
    <section
      className={`${styles.digits} ${linear.digits}`}
      ref={box}
      aria-label={title}
      data-stacked={isStacked || undefined}
    >
      <h3>
        {title}
        <small>
          {samples ? `updated at step ${formatCount(samples.step)}` : 'drawn after the first steps'}
          {samples && shown < samples.count && `, ${shown} of ${samples.count}`}
        </small>
        {hasLinear && <ExperimentButton />}
        {samples && (
          <span className={linear.save}>
            <Suspense>
              <SaveDigits samples={samples} linear={linearDigits} title={title} />
            </Suspense>
          </span>
        )}
      </h3>
      {samples && (
        <>
          <DigitRow
            name="originals"
            pixels={samples.originals}
            samples={samples}
            scale={scale}
            shown={shown}
          />
          {samples.reconstructions && (
            <DigitRow
              name="network"
              pixels={samples.reconstructions}
              samples={samples}
              scale={scale}
              shown={shown}
            />
          )}
          {hasLinear && <PcaRow samples={samples} pixels={linearDigits} scale={scale} shown={shown} />}
          {samples.predictions && (
            <Classes predictions={samples.predictions} samples={samples} scale={scale} shown={shown} />
          )}
          {isLinear ? (
            <Suspense>
              <PrincipalAngles />
            </Suspense>
          ) : (
            <p className={styles.terms}>
              <span>{datasetTitle(training.dataset)}</span>
              <span>
                {training.optimizer} {training.learningRate}
              </span>
              <span>batch {training.batchSize}</span>
              <span>seed {training.seed}</span>
            </p>
          )}
        </>
      )}
    </section>
  )
}

/** Under each digit what it is, and what the network takes it for. */
function Classes({ predictions, samples, scale, shown }: ClassesProps) {
  const { labels, shape } = samples
  const width = ((shape[2] ?? 1) + gap) * scale
  const row = (name: string, classes: readonly number[]) => (
    <div className={styles.digitRow}>
      <span>{name}</span>
      <ol className={styles.classes} aria-label={`${name} of the test digits`}>
        {classes.slice(0, shown).map((each, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the digits keep their places.
          <li key={i} style={{ width }} data-wrong={each !== labels[i] || undefined}>
            {each}
          </li>
        ))}
      </ol>
    </div>
  )
  return (
    <>
      {row('label', labels)}
      {row('network', predictions)}
    </>
  )
}

interface ClassesProps {
  readonly predictions: readonly number[]
  readonly samples: Samples
  readonly scale: number
  readonly shown: number
}

/** How the images fit into the box, which is looked at whenever its size changes. */
function useFit(
  box: React.RefObject<HTMLElement | null>,
  samples: Samples | undefined,
  rows: number,
  isTall: boolean,
): DigitsFit {
  const [fit, setFit] = useState<DigitsFit>({ scale: 1, shown: 10, isStacked: false })
  const count = samples?.count ?? 10
  const [, height = 28, width = 28] = samples?.shape ?? []
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      const next = fitDigits({ ...sizeOf(entry.contentRect), isTall }, { count, width, height, rows })
      setFit(before => (sameFit(before, next) ? before : next))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, count, width, height, rows, isTall])
  return fit
}

const sizeOf = ({ width, height }: DOMRectReadOnly) => ({ width, height })

const sameFit = (a: DigitsFit, b: DigitsFit): boolean =>
  a.scale === b.scale && a.shown === b.shown && a.isStacked === b.isStacked
