/** Finds the step at which a run went below a level. */
export interface Crossing {
  /** The step, among those so far; undefined where it has not come yet. Goes only through steps that are new. */
  update(curve: {
    readonly length: number
    readonly steps: ArrayLike<number>
    readonly losses: ArrayLike<number>
  }): number | undefined
}

/** Batches whose losses are averaged: a single one says little, since some batches are easier. */
export const crossingWindow = 20

/** The first step at which the mean of the last 20 batch losses is below the level. */
export function createCrossing(level: number): Crossing {
  let seen = 0
  let sum = 0
  let found: number | undefined
  return {
    update({ length, steps, losses }) {
      // A run that went back to a checkpoint has fewer steps than before: what lay behind them does not count.
      if (length < seen) {
        seen = 0
        sum = 0
        found = undefined
      }
      while (seen < length && found === undefined) {
        sum += losses[seen]!
        if (seen >= crossingWindow) sum -= losses[seen - crossingWindow]!
        if (seen >= crossingWindow - 1 && sum / crossingWindow < level) found = steps[seen]
        seen++
      }
      seen = length
      return found
    },
  }
}
