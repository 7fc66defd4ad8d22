import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { registry } from '../../../../nodes/index.ts'
import { leastSides } from '../../../analyze/spectrum.ts'
import { formatShape, type Pair, sameShape } from '../../../graph/shape.ts'
import { inferGraph } from '../../../infer/inference.ts'
import { fileName } from '../../code/download.ts'
import { useTrainedModel } from '../../store/trainedModel.ts'
import { useInference } from '../../store/useDocument.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { useArtifacts } from '../artifactsStore.ts'
import { cividisHex } from '../cividis.ts'
import { SavePicture } from '../SavePicture.tsx'
import { formatPair } from '../words.ts'
import styles from './Measured.module.css'
import { type Measurable, type Measured, measurable, tellingSize } from './measure.ts'
import { useMeasured } from './measuredStore.ts'
import { depth, printSpectrum } from './picture.ts'
import { SpectrumPicture } from './SpectrumPicture.tsx'
import { useCodeSizes } from './useCodeSizes.ts'
import { contrastSentence, energySentence, formatDecibels, formatRatio } from './words.ts'

type Source = 'trained' | 'fresh'
type CodeKind = 'random' | 'constant'

const ramp = `linear-gradient(90deg, ${Array.from({ length: 9 }, (_, i) => cividisHex(i / 8)).join(', ')})`

/** What the actual weights paint on codes that hold no picture: its mean spectrum, beside what the overlap predicts. */
export function MeasuredBlock() {
  const canvas = useDeferredValue(useInference())
  const model = useTrainedModel()
  const [chosenSource, setSource] = useState<Source>()
  const [code, setCode] = useState<CodeKind>('random')
  const [chosen, setSides] = useState<Pair>()
  const source = model ? (chosenSource ?? 'trained') : 'fresh'
  const trained = model?.document
  const subject = useMemo(
    () =>
      source === 'fresh' || !trained || trained === canvas.document ? canvas : inferGraph(trained, registry),
    [source, trained, canvas],
  )
  const sizes = useCodeSizes(subject)
  const sides =
    sizes &&
    (sizes.find(size => chosen && sameShape(size.sides, chosen))?.sides ?? tellingSize(subject, sizes))
  const target = sizes ? measurable(subject, sides) : undefined
  const version = source === 'trained' ? (model?.version ?? 0) : 0
  const seed = subject.document.training.seed
  const counted = useArtifacts(state => state.analysis.report.forward?.unevenness)
  const want = useMeasured(state => state.want)
  useEffect(() => {
    if (!target || 'why' in target) return
    want({ target, weights: source === 'trained' ? 'model' : { seed }, code, version })
  }, [target, source, seed, code, version, want])
  return (
    <section className={styles.block} aria-label="Measured">
      <h3 className={styles.head}>
        Measured
        <small>
          whole {target && 'alone' in target && target.alone.isWhole ? 'network' : 'decoder'},{' '}
          {source === 'fresh' ? `fresh weights, seed ${seed}` : 'trained weights'}
          {source === 'trained' && trained !== canvas.document && ', of the model before the last edits'}
        </small>
      </h3>
      {!sizes || !target ? (
        <p className={styles.hint}>Looking for the codes that can be sent through.</p>
      ) : 'why' in target ? (
        <p className={styles.hint}>{target.why}</p>
      ) : (
        <>
          <div className={styles.choices}>
            <Segmented
              label="Weights"
              value={source}
              options={[
                {
                  value: 'trained',
                  label: 'Trained',
                  refusal: model ? undefined : 'There are no trained weights yet: train first.',
                },
                { value: 'fresh', label: 'Fresh' },
              ]}
              onChoose={setSource}
            />
            <Segmented
              label="Codes"
              value={code}
              options={[
                { value: 'random', label: 'Random' },
                { value: 'constant', label: 'Constant' },
              ]}
              onChoose={setCode}
            />
            {sizes.length > 1 && sides && (
              <Select
                aria-label="Size of the code"
                value={formatPair(sides)}
                options={sizes.map(size => ({
                  value: formatPair(size.sides),
                  label: `code ${formatPair(size.sides)}`,
                }))}
                onChoose={value => setSides(sizes.find(size => formatPair(size.sides) === value)?.sides)}
              />
            )}
          </div>
          <Finding target={target} name={subject.document.name} counted={counted} />
        </>
      )}
    </section>
  )
}

interface FindingProps {
  readonly target: Measurable
  readonly name: string
  /** Unevenness of the counted map of the same way. */
  readonly counted: number | undefined
}

function Finding({ target, name, counted }: FindingProps) {
  const found = useMeasured(state => state.found)
  const isBusy = useMeasured(state => state.isBusy)
  const failure = useMeasured(state => state.failure)
  if (failure) {
    return (
      <p className={styles.failure} role="alert">
        {failure}
      </p>
    )
  }
  if (!found) {
    return (
      <p className={styles.hint}>{isBusy ? 'Sending codes through the decoder' : 'Nothing measured yet.'}</p>
    )
  }
  const { spectrum, energy, period, of } = found
  const words = wordsOf(found)
  return (
    <div className={styles.finding} aria-busy={isBusy || of.target !== target}>
      <SpectrumPicture spectrum={spectrum} period={period} room={120} label={`Mean spectrum of ${words}`} />
      <div className={styles.facts}>
        {energy ? (
          <>
            <p>
              <b className={energy.decibels < 1 ? styles.even : styles.uneven}>
                {formatDecibels(energy.ratio)}
              </b>{' '}
              at the predicted frequencies
            </p>
            <dl>
              {energy.byPeriod.map(each => (
                <div key={each.period}>
                  <dt>period {each.period} px</dt>
                  <dd>{formatRatio(each.ratio)}</dd>
                </div>
              ))}
            </dl>
            <p className={styles.hint}>
              {energySentence(energy)} {contrastSentence(counted, energy.decibels, of.code)}
            </p>
          </>
        ) : (
          <p className={styles.hint}>
            {formatPair([spectrum.height, spectrum.width])} pixels are too few to tell a period of{' '}
            {formatPair(period)} from its surroundings: {formatPair(leastSides(period))} are needed.
          </p>
        )}
      </div>
      <p className={styles.note}>
        <span>
          Mean spectrum of {words}. Rings: predicted.
          <span className={styles.scale}>
            log power −{depth} <i style={{ background: ramp }} /> 0 dB
          </span>
        </span>
        <SavePicture
          name={`${fileName(name)}-spectrum`}
          print={() =>
            printSpectrum(spectrum, period, `Mean spectrum of what the decoder of ${name} paints`, [
              `${words}; Hann window`,
              energy
                ? `${formatDecibels(energy.ratio)} at the multiples of 1/${formatPair(period)} cycles a pixel against their surroundings`
                : `no number: ${formatPair(leastSides(period))} pixels are needed for a period of ${formatPair(period)}`,
            ])
          }
        />
      </p>
    </div>
  )
}

/** "64 random codes of 8×1×1, trained weights". */
function wordsOf({
  codes,
  of,
}: Measured & { readonly of: { target: Measurable; weights: unknown; code: CodeKind } }): string {
  const { alone } = of.target
  const what = alone.isWhole ? 'images' : 'codes'
  const weights = of.weights === 'model' ? 'trained weights' : 'fresh weights'
  return `${codes} ${of.code} ${what} of ${formatShape(alone.code)}, ${weights}`
}
