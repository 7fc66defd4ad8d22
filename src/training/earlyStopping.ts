/** The lowest test loss of a run, and the step at which it was measured. */
export interface BestTest {
  readonly step: number
  readonly loss: number
}

/** Watches the test losses of a run for the moment from which more steps do not help. */
export interface EarlyStopping {
  /** Notes a test loss; true where there was none lower for as long as the patience lasts. */
  add(step: number, loss: number): boolean
  /** The lowest loss up to a step, which a run that goes on from there begins with. */
  bestAt(step: number): BestTest | undefined
}

/** Patience counts epochs of so many steps; without any, no run is ended. `best` comes from an earlier part of the run. */
export function createEarlyStopping(
  patience: number | null,
  stepsPerEpoch: number,
  best?: BestTest,
): EarlyStopping {
  const lower: BestTest[] = best ? [best] : []
  return {
    add(step, loss) {
      const lowest = lower.at(-1)
      if (!lowest || loss < lowest.loss) {
        lower.push({ step, loss })
        return false
      }
      return patience !== null && step - lowest.step >= patience * stepsPerEpoch
    },
    bestAt: step => lower.findLast(each => each.step <= step),
  }
}
