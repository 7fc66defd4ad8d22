/**
 * The discrete Fourier transform of any length, in place: X[k] = Σ x[n]·exp(−2πi·k·n / N). Lengths are taken apart into
 * their prime factors, so that 28 = 2·2·7 costs 28·(2 + 2 + 7) multiplications; a large prime costs its square. Source:
 * J. Cooley, J. Tukey, An algorithm for the machine calculation of complex Fourier series, 1965.
 */
export type Fft = (real: Float64Array, imaginary: Float64Array) => void

/** A transform of lines of this length; angles and room are made once. */
export function createFft(length: number): Fft {
  const cos = Float64Array.from({ length }, (_, k) => Math.cos((2 * Math.PI * k) / length))
  const sin = Float64Array.from({ length }, (_, k) => -Math.sin((2 * Math.PI * k) / length))
  const [outReal, outImaginary] = [new Float64Array(length), new Float64Array(length)]
  const [partReal, partImaginary] = [new Float64Array(length), new Float64Array(length)]

  /** Transforms `count` values, `stride` apart from `from` on, into the output from `to` on. */
  function transform(
    real: Float64Array,
    imaginary: Float64Array,
    count: number,
    from: number,
    stride: number,
    to: number,
  ): void {
    if (count === 1) {
      outReal[to] = real[from]!
      outImaginary[to] = imaginary[from]!
      return
    }
    const factor = smallestFactor(count)
    const part = count / factor
    for (let r = 0; r < factor; r++) {
      transform(real, imaginary, part, from + r * stride, stride * factor, to + r * part)
    }
    const turn = length / count
    for (let k = 0; k < part; k++) {
      for (let r = 0; r < factor; r++) {
        partReal[r] = outReal[to + r * part + k]!
        partImaginary[r] = outImaginary[to + r * part + k]!
      }
      for (let q = 0; q < factor; q++) {
        const bin = k + q * part
        let [sumReal, sumImaginary] = [0, 0]
        for (let r = 0; r < factor; r++) {
          const at = ((r * bin) % count) * turn
          sumReal += partReal[r]! * cos[at]! - partImaginary[r]! * sin[at]!
          sumImaginary += partReal[r]! * sin[at]! + partImaginary[r]! * cos[at]!
        }
        outReal[to + bin] = sumReal
        outImaginary[to + bin] = sumImaginary
      }
    }
  }

  return (real, imaginary) => {
    transform(real, imaginary, length, 0, 1, 0)
    real.set(outReal)
    imaginary.set(outImaginary)
  }
}

function smallestFactor(n: number): number {
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return factor
  return n
}
