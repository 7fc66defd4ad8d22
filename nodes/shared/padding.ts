import type { Problem } from '../../src/graph/problem.ts'
import type { Pair } from '../../src/graph/shape.ts'
import { axisNames, type Margins } from './convolution.ts'

/**
 * The problem of a padding that asks for more of the image than there is: `reflect` mirrors without the border pixel,
 * so it needs less than the side; `circular` wraps once around, so at most the side. Undefined where it fits.
 */
export function paddingProblem(mode: string, margins: Margins, sides: Pair): Problem | undefined {
  if (mode !== 'reflect' && mode !== 'circular') return undefined
  for (const axis of [0, 1] as const) {
    const most = mode === 'reflect' ? sides[axis] - 1 : sides[axis]
    const margin = Math.max(...margins[axis])
    if (margin > most) {
      return {
        what: `Padding ${margin} is too much for ${axisNames[axis]} ${sides[axis]} in mode '${mode}'`,
        need: `it must be at most ${most}, or paddingMode 'replicate' or 'zeros'`,
        param: 'padding',
        fixes: [
          { params: { padding: most } },
          { params: { paddingMode: 'replicate' } },
          { params: { paddingMode: 'zeros' } },
        ],
      }
    }
  }
  return undefined
}
