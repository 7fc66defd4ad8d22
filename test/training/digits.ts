import type { Plan } from '../../src/compile/plan.ts'
import type { Dataset, Images } from '../../src/training/stepper.ts'
import { chain, input, planOf } from '../builders.ts'

/** The bytes of an IDX file with axes of these lengths. */
export function idx(sizes: readonly number[], values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length + values.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x0800 + sizes.length)
  for (const [axis, size] of sizes.entries()) view.setUint32(4 + 4 * axis, size)
  bytes.set(values, 4 + 4 * sizes.length)
  return bytes
}

/** Images of one bright stripe each, its row given by the label. */
function stripes(count: number, side: number): Images {
  const pixels = new Uint8Array(count * side * side)
  const labels = Uint8Array.from({ length: count }, (_, i) => i % Math.min(side, 10))
  for (const [i, row] of labels.entries()) {
    pixels.fill(200 + (i % 50), (i * side + row) * side, (i * side + row + 1) * side)
  }
  return { count, pixels, labels }
}

/** A small dataset of square images with one channel. */
export const striped = (train: number, test: number, side = 6): Dataset => ({
  name: 'Stripes',
  shape: [1, side, side],
  classes: Math.min(side, 10),
  train: stripes(train, side),
  test: stripes(test, side),
})

/** An autoencoder of two layers for images of 6×6, with 36 values squeezed into 3×2×2. */
export const tinyPlan = (): Plan =>
  planOf(
    chain(
      input(1, 6, 6),
      ['Conv2d', { outChannels: 3, kernelSize: 3, stride: 3 }],
      ['ReLU'],
      ['ConvTranspose2d', { outChannels: 1, kernelSize: 3, stride: 3 }],
    ),
  )
