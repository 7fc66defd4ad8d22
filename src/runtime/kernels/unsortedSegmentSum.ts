import * as tf from '@tensorflow/tfjs'

/** Sums the rows of a tensor by segment, which the wasm backend lacks and the gradient of `tf.gather` needs. */
export const unsortedSegmentSum: tf.KernelConfig = {
  kernelName: tf.UnsortedSegmentSum,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => {
    const { x, segmentIds } = inputs as unknown as { x: tf.Tensor; segmentIds: tf.Tensor1D }
    const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs
    const engine = tf.engine()
    const [values, ids] = [engine.readSync(x.dataId), engine.readSync(segmentIds.dataId)]
    const [rows = 1, ...inner] = x.shape
    const length = values.length / Math.max(rows, 1)
    const sums = new Float32Array(numSegments * length)
    for (let row = 0; row < rows; row++) {
      const segment = Number(ids[row])
      if (segment < 0 || segment >= numSegments) continue
      for (let i = 0; i < length; i++) sums[segment * length + i]! += Number(values[row * length + i])
    }
    return tf.tensor(sums, [numSegments, ...inner], x.dtype)
  },
}
