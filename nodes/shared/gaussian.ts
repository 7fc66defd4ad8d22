/** What the two nodes of a variational autoencoder have in common: the mean and the logarithm of the variance that they take. */
import type { Port } from '../../src/graph/definition.ts'
import type { Problem } from '../../src/graph/problem.ts'
import { formatShape, type Shape, sameShape } from '../../src/graph/shape.ts'

export const gaussianInputs: readonly [Port, Port] = [
  { name: 'mean', kind: 'tensor', help: 'The middle of the Gaussian, a value for each number of the code.' },
  { name: 'logvar', kind: 'tensor', help: 'The logarithm of its variance, as many values.' },
]

/** What is wrong where the sizes of the two differ. */
export function gaussianProblem([mean = [], logvar = []]: readonly Shape[]): Problem | undefined {
  if (sameShape(mean, logvar)) return undefined
  return {
    what: `The sizes of mean ${formatShape(mean)} and logvar ${formatShape(logvar)} differ`,
    need: 'both must be equal: each number of the code has its own mean and its own variance',
    port: 'logvar',
  }
}
