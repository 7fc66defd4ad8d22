import { Dices, Info } from 'lucide-react'
import { useMemo } from 'react'
import { sampleGaussian } from '../../training/latent/gaussian.ts'
import type { Pca } from '../../training/pca/pca.ts'
import { decodePca, pcaGaussian } from '../../training/pca/project.ts'
import { SavePicture } from '../artifacts/SavePicture.tsx'
import { useRoom } from '../artifacts/useRoom.ts'
import { lab } from '../store/lab.ts'
import { Button } from '../ui/Button.tsx'
import { DraftField } from '../ui/DraftField.tsx'
import { formatCount, plural } from '../ui/numbers.ts'
import { Range } from '../ui/Range.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import { printGrids } from './figures.ts'
import styles from './Latent.module.css'
import { type HeldModel, useLatent } from './latentStore.ts'
import { MoreImages } from './MoreImages.tsx'
import { Nearest } from './Nearest.tsx'
import { Pictures, scaleFor } from './Pictures.tsx'
import { Progress } from './Progress.tsx'
import { amongWords, nounOf } from './sampleSize.ts'
import { picturesCsv } from './tables.ts'
import { type Awaited, useAnswer } from './useAnswer.ts'
import { useDecoded } from './useLab.ts'

/** Samples of each kind, in rows of six. */
const count = 36
const columns = 6
const gap = 2
/** Numbers in a code up to which all of their covariances are taken together: its cube is a matter of seconds. */
const mostFull = 400

interface SamplesProps {
  readonly held: HeldModel
  readonly pca: Awaited<Pca>
  /** Training images that are encoded. */
  readonly encoded: Awaited<number>
  readonly wanted: number
}

/** What a Gaussian around the training codes decodes to, beside the same by PCA. */
export function Samples({ held, pca, encoded, wanted }: SamplesProps) {
  const { gaussian, temperature, seed, chosen, set } = useLatent()
  const [box, room] = useRoom<HTMLDivElement>()
  const { facts, dims } = held
  const noun = nounOf(facts)
  const known = encoded.value
  const isLarge = dims > mostFull
  const form = isLarge ? 'diagonal' : gaussian
  const fitted = useAnswer(known ? `${held.id} ${known} ${form}` : undefined, ({ signal }) =>
    lab().ask('fitCodes', { count: known!, form }, { signal }),
  )
  const honest = useAnswer(known && !isLarge ? `${held.id} ${known}` : undefined, work =>
    lab().ask('howGaussian', { count: known! }, work),
  )
  const codes = useMemo(
    () => fitted.value && sampleGaussian(fitted.value, count, { seed, temperature }),
    [fitted.value, seed, temperature],
  )
  const network = useDecoded(held, codes)
  const linearCodes = useMemo(() => {
    if (!pca.value) return undefined
    const own = pcaGaussian(pca.value, Math.min(dims, pca.value.dims))
    return sampleGaussian(own, count, { seed, temperature })
  }, [pca.value, dims, seed, temperature])
  const linear = useMemo(
    () => pca.value && linearCodes && decodePca(pca.value, linearCodes),
    [pca.value, linearCodes],
  )

  const shape = facts.picture ?? facts.shape
  const wide = room[1] >= 560
  const scale = scaleFor((room[1] - (wide ? 24 : 0)) / (wide ? 2 : 1), columns, facts.shape[2] ?? 28, gap)
  const grids = [
    { of: 'network', title: 'network', codes, pixels: network.pictures, shape },
    {
      of: 'PCA',
      title: `PCA, ${plural(Math.min(dims, pca.value?.dims ?? dims), 'dimension')}`,
      codes: linearCodes,
      pixels: linear,
      shape: facts.shape,
    },
  ] as const
  const picked = grids.find(({ of }) => of === chosen.of)
  const note = `Gaussian with ${form === 'full' ? 'full' : 'diagonal'} covariance, fitted to ${amongWords(known ?? wanted, facts.train, 'code')}, seed ${seed}, temperature ${temperature.toFixed(1)}`
  return (
    <section className={styles.section} aria-label="Samples" ref={box}>
      <header className={styles.head}>
        <h2>Samples</h2>
        <small>
          Gaussian fitted to {amongWords(known ?? wanted, facts.train, 'code')}
          {!encoded.isBusy && (
            <MoreImages
              verb="Use"
              count={known}
              total={facts.train}
              onChoose={trainImages => set({ trainImages })}
            />
          )}
        </small>
        <span className={styles.gap} />
        <Button
          look="outline"
          size="dense"
          icon={<Dices size={14} aria-hidden />}
          hint="The next seed"
          onClick={() => set({ seed: (seed + 1) % 1_000_000 })}
        >
          Resample
        </Button>
        <SavePicture
          isSmall
          name="samples"
          print={() => printGrids(grids, columns, count, `Samples, ${held.model.document.name}`, note)}
          csv={() =>
            picturesCsv(
              grids.map(({ of: name, codes, pixels }) => ({ name, codes, pixels })),
              'sample',
              Array.from({ length: count }, (_, i) => i + 1),
            )
          }
        />
      </header>
      <div className={styles.controls}>
        <Segmented
          label="Covariance"
          value={form}
          options={[
            { value: 'diagonal', label: 'Diagonal' },
            {
              value: 'full',
              label: 'Full covariance',
              refusal: isLarge ? `Takes codes of up to ${mostFull} numbers; these have ${dims}.` : undefined,
            },
          ]}
          onChoose={value => set({ gaussian: value })}
        />
        <span className={styles.control}>
          Temperature
          <Range
            aria-label="Temperature"
            className={styles.short}
            min={0}
            max={2}
            step={0.1}
            value={temperature}
            onSlide={value => set({ temperature: value })}
          />
          <b>{temperature.toFixed(1)}</b>
        </span>
        <span className={styles.control}>
          Seed
          <span className={styles.seed}>
            <DraftField
              shown={String(seed)}
              isLive
              read={text =>
                /^\d{1,6}$/.test(text)
                  ? { value: Number(text) }
                  : { expected: 'a whole number from 0 to 999,999' }
              }
              commit={value => {
                set({ seed: value })
                return undefined
              }}
              aria-label="Seed"
            />
          </span>
        </span>
      </div>
      <Progress
        what={`Encoding training ${noun}s`}
        of={encoded}
        count={done => `${formatCount(done * wanted)} of ${formatCount(wanted)}`}
      />
      <div className={styles.grids}>
        {grids.map(grid => (
          <div key={grid.of}>
            <h3>{grid.title}</h3>
            {grid.of === 'PCA' && !linear ? (
              <Progress what="Fitting PCA" of={pca} />
            ) : (
              <Pictures
                pixels={grid.pixels}
                shape={grid.shape}
                count={count}
                columns={columns}
                scale={(scale * (facts.shape[2] ?? 28)) / (grid.shape[2] ?? 28)}
                gap={gap}
                label={`Samples, ${grid.title}`}
                nameOf={i => `Sample ${i + 1}, ${grid.title}`}
                marked={chosen.of === grid.of ? chosen.index : undefined}
                onPick={index => set({ chosen: { of: grid.of, index } })}
              />
            )}
          </div>
        ))}
      </div>
      {fitted.fault && (
        <p className={styles.fault} role="alert">
          {fitted.fault}
        </p>
      )}
      {picked && (
        <Nearest
          held={held}
          of={chosen.of}
          pixels={picked.pixels}
          shape={picked.shape}
          index={chosen.index}
          what={`${held.id} ${chosen.of} ${known} ${form} ${seed} ${temperature}`}
        />
      )}
      <p className={styles.honest}>
        <Info size={14} aria-hidden />
        {isLarge
          ? `How far the codes are from Gaussian is not measured: they have ${formatCount(dims)} numbers, and more than ${mostFull} take too long.`
          : (honest.value ??
            honest.fault ??
            'How far the codes are from Gaussian is measured once they are known.')}
      </p>
    </section>
  )
}
