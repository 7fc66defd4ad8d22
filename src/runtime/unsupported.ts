import type { Plan } from '../compile/plan.ts'
import { type BackendName, backendNames } from './backendReport.ts'

/** A node that cannot be trained on a backend, why, and on which ones it can. */
export interface Unsupported {
  readonly node: string
  readonly message: string
  readonly backends: readonly BackendName[]
}

/**
 * The nodes of a plan that this backend cannot train, to be told before training starts; empty where all can. Every layer
 * of ours trains everywhere, so what is left are the axes that a tensor may have on a GPU.
 */
export function unsupported(plan: Plan, backend: BackendName): readonly Unsupported[] {
  const limit = highestRank[backend]
  return plan.nodes.flatMap(({ id, output }): Unsupported[] => {
    const rank = output.length + 1
    if (rank <= limit) return []
    const backends = backendNames.filter(name => rank <= highestRank[name])
    const message = `${id} yields a tensor of ${rank} axes with the batch, and ${backend} takes ${limit} at most.`
    return [{ node: id, message, backends }]
  })
}

/** The most axes, batch included: the shaders of the GPU backends are written out for each rank up to 6. */
const highestRank: Readonly<Record<BackendName, number>> = {
  webgpu: 6,
  webgl: 6,
  wasm: Number.POSITIVE_INFINITY,
  cpu: Number.POSITIVE_INFINITY,
}
