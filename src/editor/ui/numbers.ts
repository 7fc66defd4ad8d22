const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** "16,416", with a true minus sign. */
export const formatCount = (value: number): string => thousands.format(value).replace('-', '−')

/** A count with its noun: "1 problem", "9 nodes". */
export const plural = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`

/** Large counts in short: "12.2 M", "784 k", "320". */
export function formatShort(value: number): string {
  const [unit, name] =
    value >= 1e9 ? [1e9, ' G'] : value >= 1e6 ? [1e6, ' M'] : value >= 1e4 ? [1e3, ' k'] : [1, '']
  return name === '' ? formatCount(value) : `${(value / unit).toFixed(1)}${name}`
}

/** Bytes in binary units: "10.1 KiB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(3, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** power).toFixed(1)} ${['B', 'KiB', 'MiB', 'GiB'][power]}`
}

/** A loss or an error with three digits that say something: "0.0374", "1.23e−5". */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return 'not a number'
  if (value !== 0 && Math.abs(value) < 0.0005) return value.toExponential(2).replace('-', '−')
  return value < 1 ? value.toFixed(4) : value.toPrecision(4)
}

/** A share of a whole: "97.2 %". */
export const formatShare = (share: number): string => `${(100 * share).toFixed(share < 1 ? 1 : 0)} %`

/** A stretch of time: "55 s", "3 min 05 s", "2 h 10 min". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const two = (value: number) => String(value).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`
}
