import styles from './Import.module.css'
import type { Preview } from './preview.ts'

/** More rows than a person looks through are counted. */
const most = 400

/** Every layer with the size that it yields, as a ladder. */
export function PreviewList({ preview, isOld }: { preview: Preview | undefined; isOld: boolean }) {
  if (!preview) {
    return <p className={styles.nothing}>The layers appear here with their sizes.</p>
  }
  if ('faults' in preview) {
    return <p className={styles.nothing}>No preview before the faults below are gone.</p>
  }
  const { rows } = preview
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard.
    <ol className={styles.rows} tabIndex={0} aria-label="Layers" data-old={isOld || undefined}>
      {rows.slice(0, most).map(row => (
        <li key={row.id} className={styles.row}>
          <span className={styles.layer}>
            <b>{row.id}</b> {row.type}
          </span>
          <span className={styles.bar} data-role={row.role} aria-hidden="true">
            {row.size !== undefined && <i style={{ width: `${100 * row.share}%` }} />}
          </span>
          {row.size === undefined ? (
            <span className={row.isLoose ? styles.missing : styles.waiting}>
              {row.isLoose ? 'no wire' : 'waits'}
            </span>
          ) : (
            <span className={styles.size}>{row.size}</span>
          )}
        </li>
      ))}
      {rows.length > most && <li className={styles.nothing}>{rows.length - most} more layers follow.</li>}
    </ol>
  )
}
