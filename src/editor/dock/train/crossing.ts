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

/**
 * The first step at which the last 20 batch losses are clearly below the level: their mean by three standard errors, so
 * that a network that ends at the level does not cross it by chance.
 */
export function createCrossing(level: number): Crossing {
  let seen = 0
  let [sum, squares] = [0, 0]
  let found: number | undefined
  return {
    update({ length, steps, losses }) {
      // A run that went back to a checkpoint has fewer steps than before: what lay behind them does not count.
      if (length < seen) {
        seen = 0
        sum = 0
        squares = 0
        found = undefined
      }
      while (seen < length && found === undefined) {
        // Squares of distances to the level, so that little is lost where losses hardly differ.
        const distance = losses[seen]! - level
        sum += distance
        squares += distance ** 2
        if (seen >= crossingWindow) {
          const leaving = losses[seen - crossingWindow]! - level
          sum -= leaving
          squares -= leaving ** 2
        }
        if (seen >= crossingWindow - 1 && isClearlyBelow(sum, squares)) found = steps[seen]
        seen++
      }
      seen = length
      return found
    },
  }
}

/** Whether the mean distance lies three of its standard errors below 0. */
function isClearlyBelow(sum: number, squares: number): boolean {
  const mean = sum / crossingWindow
  const variance = Math.max(0, squares - sum * mean) / (crossingWindow - 1)
  return mean < -3 * Math.sqrt(variance / crossingWindow)
}
