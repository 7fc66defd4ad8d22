import { randomStream } from '../runtime/random.ts'

/**
 * The order in which an epoch takes the training images: a permutation of 0 … count − 1 that depends on the seed and the
 * epoch alone, so that a run can be continued in the middle of an epoch. Fisher and Yates's shuffle.
 */
export function epochOrder(count: number, seed: number, epoch: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i)
  const next = randomStream(seed, `order of epoch ${epoch}`)
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1))
    const held = order[i]!
    order[i] = order[other]!
    order[other] = held
  }
  return order
}
