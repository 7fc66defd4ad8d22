/** The losses of a run, in typed arrays that grow by doubling: a report adds to them and copies nothing. */
export interface LossCurve {
  readonly length: number
  /** Step numbers and losses so far, as views that stay valid until the next report. */
  readonly steps: Float64Array
  readonly losses: Float64Array
  /** Adds the losses since the last report, the last one being that of `step`. */
  add(step: number, losses: ArrayLike<number>): void
  /** Forgets the losses behind this step, which will be taken again. */
  cut(step: number): void
}

export function createLossCurve(capacity = 1024): LossCurve {
  let steps = new Float64Array(capacity)
  let values = new Float64Array(capacity)
  let length = 0
  return {
    get length() {
      return length
    },
    get steps() {
      return steps.subarray(0, length)
    },
    get losses() {
      return values.subarray(0, length)
    },
    add: (step, losses) => {
      if (length + losses.length > steps.length) {
        const room = Math.max(steps.length * 2, length + losses.length)
        steps = grown(steps, room)
        values = grown(values, room)
      }
      for (let i = 0; i < losses.length; i++) {
        steps[length] = step - losses.length + 1 + i
        values[length] = losses[i]!
        length++
      }
    },
    cut: step => {
      while (length > 0 && steps[length - 1]! > step) length--
    },
  }
}

function grown(array: Float64Array<ArrayBuffer>, room: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(room)
  larger.set(array)
  return larger
}
