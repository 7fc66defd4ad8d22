import { type Pair, sameShape } from '../../graph/shape.ts'
import styles from './SizeSlider.module.css'

interface SizeSliderProps {
  readonly label: string
  /** Sizes from small to large, one of which is the model's own. */
  readonly sizes: readonly Pair[]
  readonly chosen: Pair
  readonly own: Pair
  readonly result: Pair
  readonly ownResult: Pair
  readonly onChoose: (size: Pair) => void
}

const printed = (pair: Pair) => pair.join('×')

/** Places another size where the model has only a small one, so that there is an interior to be seen. */
export function SizeSlider({ label, sizes, chosen, own, result, ownResult, onChoose }: SizeSliderProps) {
  const at = Math.max(
    0,
    sizes.findIndex(size => sameShape(size, chosen)),
  )
  return (
    <div className={styles.slider}>
      <label>
        {label}
        <input
          type="range"
          min={0}
          max={sizes.length - 1}
          step={1}
          value={at}
          aria-valuetext={`${printed(chosen)} gives ${printed(result)}`}
          style={
            { '--share': `${sizes.length > 1 ? (100 * at) / (sizes.length - 1) : 0}%` } as React.CSSProperties
          }
          onChange={event => onChoose(sizes[Number(event.target.value)]!)}
        />
      </label>
      <b className="mono">
        {printed(chosen)} → {printed(result)}
      </b>
      {sameShape(own, chosen) ? (
        <span className={styles.hint}>as in the model</span>
      ) : (
        <button type="button" className={styles.hintLink} onClick={() => onChoose(own)}>
          The model uses {printed(own)} → {printed(ownResult)}.
        </button>
      )}
    </div>
  )
}

/** Square sizes up to `most`, and the model's own among them. */
export function sizesAround(own: Pair, most: number): readonly Pair[] {
  const sides = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 24, 32, 48, 64].filter(
    side => side <= most,
  )
  const pairs = sides.map((side): Pair => [side, side])
  const isThere = pairs.some(pair => sameShape(pair, own))
  const all = isThere ? pairs : [...pairs, own]
  return all.sort((a, b) => a[0] * a[1] - b[0] * b[1])
}
