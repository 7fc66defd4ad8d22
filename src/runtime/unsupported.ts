import type { Plan } from '../compile/plan.ts'
import { type BackendName, backendNames } from './backendReport.ts'
import { backendTitles } from './backends.ts'

/**
 * Why a backend cannot run a plan, and which can, to be told before training starts; undefined where it can. Every layer
 * of ours runs everywhere, so what is left are the axes that a tensor may have on a GPU.
 */
export function unsupported(plan: Plan, backend: BackendName): string | undefined {
  const limit = highestRank[backend]
  const node = plan.nodes.find(({ output }) => output.length + 1 > limit)
  if (!node) return undefined
  const rank = node.output.length + 1
  const others = backendNames.filter(name => rank <= highestRank[name]).map(name => backendTitles[name])
  return `${node.id} yields a tensor of ${rank} axes with the batch, and ${backendTitles[backend]} takes ${limit} at most: train with ${others.join(' or ')}.`
}

/** The most axes, batch included: the shaders of the GPU backends are written out for each rank up to 6. */
const highestRank: Readonly<Record<BackendName, number>> = {
  webgpu: 6,
  webgl: 6,
  wasm: Number.POSITIVE_INFINITY,
  cpu: Number.POSITIVE_INFINITY,
}
