import { RotateCcw } from 'lucide-react'
import { useEffect } from 'react'
import { SavePicture } from '../artifacts/SavePicture.tsx'
import { lab } from '../store/lab.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount } from '../ui/numbers.ts'
import { Range } from '../ui/Range.tsx'
import { Select } from '../ui/Select.tsx'
import own from './Coordinates.module.css'
import { useCurrentCode } from './currentCode.ts'
import { printHistograms } from './figures.ts'
import { formatCoordinate } from './formatCoordinate.ts'
import styles from './Latent.module.css'
import { type HeldModel, useLatent } from './latentStore.ts'
import { Pictures } from './Pictures.tsx'
import { valuesOf } from './pixels.ts'
import { amongWords, nounOf } from './sampleSize.ts'
import { histogramsCsv } from './tables.ts'
import { type Awaited, useAnswer } from './useAnswer.ts'

/** Coordinates with sliders at a time, and bars of a histogram. */
const perPage = 16
const bins = 24

interface CoordinatesProps {
  readonly held: HeldModel
  /** Training images that are encoded. */
  readonly encoded: Awaited<number>
}

/** A slider for each coordinate, over how the training codes spread along it. */
export function Coordinates({ held, encoded }: CoordinatesProps) {
  const corner = useLatent(state => state.corners[0])
  const from = useLatent(state => state.firstCoordinate)
  const set = useLatent(state => state.set)
  const { code, picture, fault, move } = useCurrentCode()
  const { dims, facts } = held
  const noun = nounOf(facts)
  const start = useAnswer(corner && `${held.id} ${corner.id}`, () =>
    lab().ask('encode', { pixels: valuesOf(corner!.bytes), count: 1 }),
  )
  const begin = start.value?.values
  useEffect(() => {
    if (begin) move(begin)
  }, [begin, move])
  const known = encoded.value
  const to = Math.min(dims, from + perPage)
  const spread = useAnswer(known ? `${held.id} ${known} ${from}` : undefined, ({ signal }) =>
    lab().ask('codeHistograms', { count: known!, from, to, bins }, { signal }),
  )
  const isMoved = code !== begin
  const pages = Array.from({ length: Math.ceil(dims / perPage) }, (_, i) => i * perPage)
  return (
    <section className={styles.section} aria-label="Coordinates">
      <header className={styles.head}>
        <h2>Coordinates</h2>
        <small>
          {isMoved ? 'moved from the code' : 'code'} of the path's first {noun}, d = {formatCount(dims)}
        </small>
        <span className={styles.gap} />
        {pages.length > 1 && (
          <span className={styles.pick}>
            <Select
              aria-label="Coordinates that have sliders"
              value={String(from)}
              options={pages.map(first => ({
                value: String(first),
                label: `${first + 1} to ${Math.min(dims, first + perPage)}`,
              }))}
              onChoose={value => set({ firstCoordinate: Number(value) })}
            />
          </span>
        )}
        <Button
          size="dense"
          icon={<RotateCcw size={13} aria-hidden />}
          refusal={isMoved ? undefined : `It is the code of the ${noun} now.`}
          onClick={() => begin && move(begin)}
        >
          Reset
        </Button>
        <SavePicture
          isSmall
          name="coordinates"
          print={() =>
            printHistograms(
              spread.value ?? [],
              from,
              `Codes by coordinate, ${held.model.document.name}`,
              `${formatCount(known ?? 0)} training ${noun}s`,
            )
          }
          csv={() => histogramsCsv(spread.value ?? [], from)}
        />
      </header>
      {(start.fault ?? spread.fault ?? fault) && (
        <p className={styles.fault} role="alert">
          {start.fault ?? spread.fault ?? fault}
        </p>
      )}
      <div className={own.coordinates}>
        {facts.picture && (
          <Pictures
            pixels={picture}
            shape={facts.picture}
            count={1}
            columns={1}
            scale={Math.max(1, Math.floor(84 / Math.max(facts.picture[1]!, facts.picture[2]!)))}
            gap={0}
            label="What these coordinates decode to"
          />
        )}
        <ol style={{ gridTemplateRows: `repeat(${Math.ceil((to - from) / 2)}, auto)` }}>
          {code?.length === dims &&
            Array.from({ length: to - from }, (_, i) => (
              <Slider
                // biome-ignore lint/suspicious/noArrayIndexKey: it is the number of the coordinate.
                key={from + i}
                coordinate={from + i}
                value={code[from + i]!}
                histogram={spread.value?.[i]}
                onSlide={value => {
                  const next = code.slice()
                  next[from + i] = value
                  move(next)
                }}
              />
            ))}
        </ol>
      </div>
      {known !== undefined && (
        <p className={own.note}>
          Bars: how many of {amongWords(known, facts.train, `training ${noun}`)} have a value, from the least
          to the largest.
        </p>
      )}
    </section>
  )
}

interface SliderProps {
  readonly coordinate: number
  readonly value: number
  readonly histogram: { readonly from: number; readonly to: number; readonly counts: Uint32Array } | undefined
  readonly onSlide: (value: number) => void
}

function Slider({ coordinate, value, histogram, onSlide }: SliderProps) {
  const [least, most] = histogram ? [histogram.from, histogram.to] : [value - 1, value + 1]
  const [min, max] = [Math.min(least, value), Math.max(most, value)]
  const peak = histogram ? Math.max(1, ...histogram.counts) : 1
  return (
    <li className={own.coordinate}>
      <span className={own.number}>{coordinate + 1}</span>
      <svg viewBox="0 0 96 22" width="96" height="22" aria-hidden="true" preserveAspectRatio="none">
        {histogram &&
          Array.from(histogram.counts, (count, k) => {
            const height = (20 * count) / peak
            const width = 96 / histogram.counts.length
            // biome-ignore lint/suspicious/noArrayIndexKey: bars keep their places.
            return <rect key={k} x={k * width} y={22 - height} width={width - 1} height={height} />
          })}
        <line x1="0" x2="96" y1="21.5" y2="21.5" />
      </svg>
      <Range
        min={min}
        max={max}
        step="any"
        value={value}
        aria-label={`Coordinate ${coordinate + 1}`}
        aria-valuetext={formatCoordinate(value)}
        onKeyDown={event => {
          const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
          if (by === undefined) return
          event.preventDefault()
          onSlide(Math.min(max, Math.max(min, value + (by * (max - min)) / (event.shiftKey ? 20 : 100))))
        }}
        onSlide={onSlide}
      />
      <b>{formatCoordinate(value)}</b>
    </li>
  )
}
