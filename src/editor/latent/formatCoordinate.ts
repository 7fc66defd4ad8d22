/** A coordinate of a code with three digits that say something: "24.4", "−0.87", "0.012". */
export function formatCoordinate(value: number): string {
  const size = Math.abs(value)
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 3
  return value.toFixed(digits).replace('-', '−')
}
