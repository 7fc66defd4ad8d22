import styles from './App.module.css'

/** The whole window: bars, panels and the canvas between them. */
export function App() {
  return (
    <div className={styles.app}>
      <header className={styles.top} aria-label="Document" />
      <main className={styles.canvas} aria-label="Canvas" />
      <footer className={styles.status} aria-label="Status" />
    </div>
  )
}
