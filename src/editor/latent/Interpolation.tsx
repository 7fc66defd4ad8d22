import { useMemo, useState } from 'react'
import type { Codes } from '../../training/latent/codes.ts'
import type { Pca } from '../../training/pca/pca.ts'
import { decodePca, encodePca } from '../../training/pca/project.ts'
import { SavePicture } from '../artifacts/SavePicture.tsx'
import { useRoom } from '../artifacts/useRoom.ts'
import { lab } from '../store/lab.ts'
import { Button } from '../ui/Button.tsx'
import { Range } from '../ui/Range.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import { Switch } from '../ui/Switch.tsx'
import { DigitsDialog } from './DigitsDialog.tsx'
import { printStrips } from './figures.ts'
import styles from './Latent.module.css'
import { type HeldModel, useLatent } from './latentStore.ts'
import { Pictures, scaleFor } from './Pictures.tsx'
import { Progress } from './Progress.tsx'
import { joined, type Pixels, valuesOf } from './pixels.ts'
import { nounOf } from './sampleSize.ts'
import { pathFormula, placeOf, stopsAt, stripAt, stripLength } from './strip.ts'
import { picturesCsv } from './tables.ts'
import { type Awaited, useAnswer } from './useAnswer.ts'
import { useDecoded } from './useLab.ts'

const gap = 4
/** Codes that the centre of an arc is taken from. */
const centreCodes = 256

/** One row of the strip. */
interface Row {
  readonly name: string
  readonly codes: Codes | undefined
  readonly pixels: Pixels | undefined
  readonly shape: readonly number[]
  /** Why there are no pictures. */
  readonly fault?: string | undefined
}

/** From one image to another through the code space, beside the same by PCA and by fading. */
export function Interpolation({ held, pca }: { held: HeldModel; pca: Awaited<Pca> }) {
  const corners = useLatent(state => state.corners)
  const form = useLatent(state => state.form)
  const isClosed = useLatent(state => state.isClosed)
  const alpha = useLatent(state => state.alpha)
  const set = useLatent(state => state.set)
  const [picking, setPicking] = useState<'test' | 'drawn'>()
  const [box, room] = useRoom<HTMLDivElement>()
  const { facts } = held
  const noun = nounOf(facts)
  const ids = corners.map(({ id }) => id).join()
  const isBack = isClosed && corners.length > 2

  const bytes = useMemo(() => joined(corners.map(corner => corner.bytes)), [corners])
  const codes = useAnswer(`${held.id} ${ids}`, () =>
    lab().ask('encode', { pixels: valuesOf(bytes), count: corners.length }),
  )
  const centre = useAnswer(form === 'spherical' ? `${held.id}` : undefined, () =>
    lab().ask('fitCodes', { count: centreCodes, form: 'diagonal' }),
  )
  const linear = useAnswer(pca.value && `${held.id} ${ids}`, () =>
    encodePca(pca.value!, { count: corners.length, pixels: bytes }, Math.min(held.dims, pca.value!.dims)),
  )
  const middle = centre.value?.mean
  const strip = useMemo(
    () => codes.value && stripOf(codes.value, alpha, { form, isClosed: isBack, centre: middle }),
    [codes.value, alpha, form, isBack, middle],
  )
  const network = useDecoded(held, strip)
  const basis = pca.value
  const linearStrip = useMemo(
    () => linear.value && stripOf(linear.value, alpha, { form, isClosed: isBack }),
    [linear.value, alpha, form, isBack],
  )
  const ofPca = useMemo(
    () =>
      linearStrip && basis && linearStrip.dims <= basis.dims ? decodePca(basis, linearStrip) : undefined,
    [linearStrip, basis],
  )
  const blend = useMemo(() => {
    const values = valuesOf(bytes)
    const path = { count: corners.length, dims: values.length / corners.length, values }
    return stripOf(path, alpha, { form: 'straight', isClosed: isBack })?.values
  }, [bytes, corners.length, alpha, isBack])

  const rows: readonly Row[] = [
    {
      name: 'network',
      codes: strip,
      pixels: network.pictures,
      shape: facts.picture ?? facts.shape,
      fault: codes.fault ?? network.fault,
    },
    { name: 'PCA', codes: linearStrip, pixels: ofPca, shape: facts.shape },
    { name: 'pixel blend', codes: undefined, pixels: blend, shape: facts.shape },
  ]
  const scale = scaleFor(room[1] - 82, stripLength, facts.shape[2] ?? 28, gap)
  const pitch = (facts.shape[2] ?? 28) * scale + gap
  const place = placeOf(alpha)
  return (
    <section className={styles.section} aria-label="Interpolation" ref={box}>
      <header className={styles.head}>
        <h2>Interpolation</h2>
        <code className={styles.formula}>{pathFormula(corners.length, form === 'spherical')}</code>
        <span className={styles.gap} />
        {corners.length > 2 && (
          <Switch label="Closed: back to the first" isOn={isClosed} onChange={on => set({ isClosed: on })}>
            Closed
          </Switch>
        )}
        <Segmented
          label="Path"
          value={form}
          options={[
            { value: 'straight', label: 'Straight' },
            { value: 'spherical', label: 'Spherical' },
          ]}
          onChoose={value => set({ form: value })}
        />
        <Button look="outline" size="dense" onClick={() => setPicking('test')}>
          Choose {noun}s
        </Button>
        <Button look="outline" size="dense" onClick={() => setPicking('drawn')}>
          Draw one
        </Button>
        <SavePicture
          isSmall
          name="interpolation"
          print={() =>
            printStrips(
              rows,
              {
                name: corners.length > 2 ? 't' : 'α',
                words: stopsAt(alpha).map(at => String(Number(at.toFixed(2)))),
              },
              `Interpolation, ${held.model.document.name}`,
              `${form}: ${corners.map(({ title }) => title).join(' to ')}${isBack ? ', and back' : ''}`,
            )
          }
          csv={() => picturesCsv(rows, corners.length > 2 ? 't' : 'alpha', stopsAt(alpha))}
        />
      </header>
      <div className={styles.strips}>
        {rows.map(row => (
          <div key={row.name} className={styles.strip}>
            <span>{row.name}</span>
            {row.fault ? (
              <p className={styles.fault}>{row.fault}</p>
            ) : row.name === 'PCA' && !ofPca && (pca.way || pca.fault || pca.isCancelled) ? (
              <Progress what="Fitting PCA" of={pca} />
            ) : (
              <Pictures
                pixels={row.pixels}
                shape={row.shape}
                count={stripLength}
                columns={stripLength}
                scale={scaleFor(stripLength * pitch, stripLength, row.shape[2] ?? 28, gap)}
                gap={gap}
                label={`${row.name}, from ${corners.map(({ title }) => title).join(' to ')}`}
                marked={place}
              />
            )}
          </div>
        ))}
        <div className={styles.alpha}>
          <span aria-hidden="true">{corners.length > 2 ? 't' : 'α'}</span>
          <div style={{ width: (stripLength - 1) * pitch + 14, marginLeft: (pitch - gap) / 2 - 7 }}>
            <Range
              min={0}
              max={1}
              step={0.01}
              value={alpha}
              aria-label={corners.length > 2 ? 'Place on the path, t' : 'Share of the second image, α'}
              onSlide={value => set({ alpha: value })}
            />
            <span>0</span>
            <b style={{ left: `calc(7px + ${alpha} * (100% - 14px))` }}>{alpha.toFixed(2)}</b>
            <span>1</span>
          </div>
        </div>
      </div>
      {picking && (
        <DigitsDialog held={held} from={picking} onFrom={setPicking} onClose={() => setPicking(undefined)} />
      )}
    </section>
  )
}

/** The strip, where there are enough corners for one. */
const stripOf = (corners: Codes, alpha: number, options: Parameters<typeof stripAt>[2]): Codes | undefined =>
  corners.count >= 2 && corners.count <= 5 ? stripAt(corners, alpha, options) : undefined
