/** So many equal losses in a row are no coincidence: batches differ, and so do weights from step to step. */
const equalSteps = 25

/** A cross-entropy below this may be 0 in single precision a step later; a device that yields zeros falls from higher up. */
const learned = 1e-3

/**
 * Watches the losses of a run. Feeding it the next ones yields a sentence once they show that nothing is learned any
 * more: a loss that is no number, or a device that returns the same or zeros without an error, as a GPU does after an
 * invalid shader. Undefined while all is well. Where every step has the same images (`isOneBatch`), a loss that has come
 * to rest has been learned; only one that never moved stands still.
 */
export function createLossWatch(
  isOneBatch = false,
): (losses: readonly number[], lastStep: number) => string | undefined {
  let previous = Number.NaN
  let equal = 1
  let hasMoved = false
  return (losses, lastStep) => {
    for (const [i, loss] of losses.entries()) {
      const step = lastStep - losses.length + 1 + i
      if (!Number.isFinite(loss)) {
        return `The loss is no longer a number at step ${step}: train with a lower learning rate.`
      }
      if (loss === 0 && !(previous < learned)) {
        return `The loss is exactly 0 at step ${step}, which images do not give: the GPU does not compute (choose the backend wasm), or no loss has anything to compare.`
      }
      equal = loss === previous && loss !== 0 ? equal + 1 : 1
      hasMoved ||= loss < previous
      previous = loss
      if (equal >= equalSteps && !(isOneBatch && hasMoved)) {
        return `The loss has been exactly ${loss} for ${equalSteps} steps up to step ${step}: either every path through the network is cut by a ReLU (train with a lower learning rate or another seed), or the GPU does not compute (choose the backend wasm).`
      }
    }
    return undefined
  }
}
