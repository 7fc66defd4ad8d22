import { interleaved, median, round } from './timing.ts'
import { nodeBackends, trainers } from './training.ts'

/** Our steps per second over those of tfjs's `model.fit`, for the reference autoencoder. */
export async function measure(name: string) {
  const results: Record<string, unknown> = {}
  for (const { backend, batch, rounds } of nodeBackends) {
    const { ours, fit, dispose } = await trainers(backend, batch)
    await interleaved(1, { ours, fit })
    const times = await interleaved(rounds, { ours, fit })
    dispose()
    results[`${name}.${backend}`] = {
      ratio: round(median(times.fit) / median(times.ours)),
      batch,
      ms: { ours: round(median(times.ours)), fit: round(median(times.fit)) },
      raw: { ours: times.ours.map(t => round(t)), fit: times.fit.map(t => round(t)) },
    }
  }
  return results
}
