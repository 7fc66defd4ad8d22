import type { Plan } from '../../compile/plan.ts'
import { formatCount } from '../ui/numbers.ts'
import type { LabFacts } from './labTypes.ts'

/** Multiply-accumulates of a forward pass in a second, by what computes; orders of magnitude, to choose how many images. */
const pace: Readonly<Record<string, number>> = { webgpu: 1e11, webgl: 3e10, wasm: 1.5e9, cpu: 5e7 }

/** How long encoding may take before anybody has asked for more, in seconds. */
const patience = 5

const sizes = [500, 1000, 2000, 4000, 10_000]

/** How many images are encoded at first: as many as take a few seconds on this device. */
export function sampleSize(plan: Plan, backend: string): number {
  const macs = plan.nodes.reduce((sum, node) => sum + (node.role === 'encoder' ? node.macs : 0), 0)
  const possible = (patience * (pace[backend] ?? 1e9)) / Math.max(1, macs)
  return sizes.findLast(size => size <= possible) ?? sizes[0]!
}

/** What an image of this dataset is called. */
export const nounOf = ({ dataset }: Pick<LabFacts, 'dataset'>): string =>
  dataset === 'MNIST' ? 'digit' : 'image'

/** "2,000 of 10,000 test digits"; "all 10,000 test digits". */
export const amongWords = (count: number, total: number, noun: string): string =>
  count >= total
    ? `all ${formatCount(total)} ${noun}s`
    : `${formatCount(count)} of ${formatCount(total)} ${noun}s`
