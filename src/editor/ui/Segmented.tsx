import styles from './Segmented.module.css'

interface SegmentedProps<Value extends string> {
  /** What is chosen, for those who cannot see it. */
  readonly label: string
  readonly value: Value
  readonly options: readonly {
    readonly value: Value
    readonly label: string
    /** Why it cannot be chosen. */
    readonly refusal?: string | undefined
  }[]
  readonly onChoose: (value: Value) => void
}

/** One of a few words that stand side by side. */
export const Segmented = <Value extends string>({
  label,
  value,
  options,
  onChoose,
}: SegmentedProps<Value>) => (
  <fieldset className={styles.segmented}>
    <legend className="visually-hidden">{label}</legend>
    {options.map(option => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        aria-disabled={option.refusal !== undefined || undefined}
        title={option.refusal}
        onClick={() => option.refusal === undefined && onChoose(option.value)}
      >
        {option.label}
      </button>
    ))}
  </fieldset>
)
