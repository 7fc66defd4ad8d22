import styles from './Train.module.css'

/** A progress bar; without a part it says only that something goes on. */
export const Bar = ({ part, label }: { part: number | undefined; label: string }) => (
  <div
    className={styles.bar}
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={part === undefined ? undefined : Math.round(part * 100)}
  >
    <span style={{ width: `${(part ?? 0) * 100}%` }} />
  </div>
)
