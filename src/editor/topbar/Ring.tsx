import styles from './TopBar.module.css'

interface RingProps {
  /** From 0 to 1; undefined while it is not known. */
  readonly progress: number | undefined
  /** A run that goes on turns slowly; one that rests does not. */
  readonly isTurning: boolean
}

const radius = 6
const round = 2 * Math.PI * radius

/** How far a run is, as a ring. */
export const Ring = ({ progress, isTurning }: RingProps) => (
  <svg
    width="16"
    height="16"
    viewBox="0 0 16 16"
    aria-hidden="true"
    className={isTurning ? styles.turning : undefined}
  >
    <circle cx="8" cy="8" r={radius} fill="none" stroke="var(--line-2)" strokeWidth="2" />
    <circle
      cx="8"
      cy="8"
      r={radius}
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2"
      strokeLinecap="round"
      strokeDasharray={`${Math.max(0.04, progress ?? 0.25) * round} ${round}`}
      transform="rotate(-90 8 8)"
    />
  </svg>
)
