import * as tf from '@tensorflow/tfjs'
import { flopsPerImage } from './reference.ts'
import { interleaved, median, round } from './timing.ts'
import { nodeBackends, trainers } from './training.ts'

/** Achieved operations per second of a training step over those of the backend's own matrix product of this side. */
export async function measure(name: string) {
  const results: Record<string, unknown> = {}
  for (const { backend, batch, rounds } of nodeBackends) {
    const { ours, dispose } = await trainers(backend, batch)
    // 1024³ takes plain JavaScript seconds; its speed is the same at 256³.
    const side = backend === 'cpu' ? 256 : 1024
    const a = tf.randomUniform([side, side])
    const matMul = async () => {
      const product = tf.matMul(a, a)
      await product.data()
      product.dispose()
    }
    await interleaved(1, { ours, matMul })
    const times = await interleaved(rounds, { ours, matMul })
    dispose()
    a.dispose()
    const achieved = (flopsPerImage * batch) / median(times.ours) / 1e6
    const peak = (2 * side ** 3) / Math.min(...times.matMul) / 1e6
    results[`${name}.${backend}`] = {
      ratio: round(achieved / peak),
      gflops: { step: round(achieved), matMul: round(peak) },
      side,
      raw: { step: times.ours.map(t => round(t)), matMul: times.matMul.map(t => round(t)) },
    }
  }
  return results
}
