import type { Shape } from '../../graph/shape.ts'
import { sameShape } from '../../graph/shape.ts'
import { lab } from '../store/lab.ts'
import { formatCount, formatLoss } from '../ui/numbers.ts'
import styles from './Latent.module.css'
import type { HeldModel } from './latentStore.ts'
import { Pictures } from './Pictures.tsx'
import { Progress } from './Progress.tsx'
import { imageAt, type Pixels } from './pixels.ts'
import { nounOf } from './sampleSize.ts'
import { useAnswer } from './useAnswer.ts'

interface NearestProps {
  readonly held: HeldModel
  readonly of: 'network' | 'PCA'
  readonly pixels: Pixels | undefined
  readonly shape: Shape
  readonly index: number
  /** Differs for other samples. */
  readonly what: string
}

/** The training image that is most like a sample, and whether the sample is a copy of it. */
export function Nearest({ held, of, pixels, shape, index, what }: NearestProps) {
  const { facts } = held
  const noun = nounOf(facts)
  const fits = sameShape(shape, facts.shape)
  // The samples of an earlier question are replaced by those of this one when they have come: each counts as new.
  const sample = pixels instanceof Float32Array && fits ? imageAt(pixels, shape, index) : undefined
  const found = useAnswer(sample && `${what} ${index} ${checksum(sample)}`, work =>
    lab().ask('nearestTraining', { pixels: sample!.slice() }, work),
  )
  if (!fits) {
    return (
      <p className={styles.nearest}>
        Samples are of another size than the training {noun}s, so none is nearest.
      </p>
    )
  }
  const { value } = found
  return (
    <div className={styles.nearest} aria-live="polite">
      <Pictures
        pixels={sample}
        shape={shape}
        count={1}
        columns={1}
        scale={smallScale(shape)}
        gap={0}
        label={`Sample ${index + 1}, ${of}`}
      />
      <Pictures
        pixels={value?.pixels}
        shape={shape}
        count={1}
        columns={1}
        scale={smallScale(shape)}
        gap={0}
        label={`Nearest training ${noun}`}
      />
      {value ? (
        <p>
          <b>
            Nearest training {noun}: no. {formatCount(value.place)}, MSE {formatLoss(value.mse)}.
          </b>{' '}
          {value.verdict.sentence}
        </p>
      ) : (
        <Progress what={`Searching ${formatCount(facts.train)} training ${noun}s`} of={found} />
      )}
    </div>
  )
}

const smallScale = ([, height = 28, width = 28]: Shape): number =>
  Math.max(height, width) <= 32 ? 1 : 32 / Math.max(height, width)

/** Tells samples apart without keeping them. */
const checksum = (values: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum = (sum * 31 + Math.round(values[i]! * 1e5)) % 1_000_003
  return sum
}
