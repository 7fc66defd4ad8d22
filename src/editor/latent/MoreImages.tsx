import { formatCount } from '../ui/numbers.ts'
import styles from './Latent.module.css'

/** Images that say enough for most purposes, where there are far more. */
const many = 10_000

interface MoreImagesProps {
  /** "Use", "Show". */
  readonly verb: string
  readonly count: number | undefined
  readonly total: number
  readonly onChoose: (count: number) => void
}

/** Larger numbers of images to choose from, where not all of them are encoded. */
export function MoreImages({ verb, count, total, onChoose }: MoreImagesProps) {
  if (count === undefined || count >= total) return null
  return (
    <>
      {count < many && many < total && (
        <button type="button" className={styles.link} onClick={() => onChoose(many)}>
          {verb} {formatCount(many)}
        </button>
      )}
      <button type="button" className={styles.link} onClick={() => onChoose(total)}>
        {verb} all {formatCount(total)}
      </button>
    </>
  )
}
