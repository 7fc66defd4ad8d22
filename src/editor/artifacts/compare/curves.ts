/** What two sides hold, as curves that the plot of runs draws. */
import type { Comparison, Curve } from '../../chart/comparison.ts'
import type { SideState } from './side.ts'

/** The names of the two sides. */
export const sideNames = ['as it is', 'with the fix'] as const

const lastStepOf = (sides: readonly SideState[]): number => Math.max(1, ...sides.map(side => side.totalSteps))

/** The loss of every step. */
export function lossCurves(sides: readonly [SideState, SideState]): Comparison {
  const length = Math.max(...sides.map(side => side.losses.length))
  return {
    width: 1,
    xs: Array.from({ length }, (_, i) => i + 1),
    end: lastStepOf(sides),
    unit: 'steps',
    lossNames: [...new Set(sides.map(side => side.lossName))],
    curves: sides.map(
      (side, i): Curve => ({
        id: sideNames[i]!,
        name: sideNames[i]!,
        losses: Array.from({ length }, (_, at) => side.losses[at] ?? null),
        tests: side.test ? [{ x: side.test.step, loss: side.test.testLoss }] : [],
      }),
    ),
  }
}

/** The energy at the predicted frequencies where it was measured, as times that of its surroundings. */
export function energyCurves(sides: readonly [SideState, SideState]): Comparison {
  const steps = [...new Set(sides.flatMap(side => side.energies.map(each => each.step)))].sort(
    (a, b) => a - b,
  )
  return {
    width: 1,
    xs: steps,
    end: lastStepOf(sides),
    unit: 'steps',
    lossNames: ['energy'],
    curves: sides.map((side, i): Curve => {
      const known = new Map(side.energies.map(each => [each.step, each.ratio]))
      return {
        id: sideNames[i]!,
        name: sideNames[i]!,
        losses: steps.map(step => between(side.energies, known, step)),
        tests: side.energies.map(({ step, ratio }) => ({ x: step, loss: ratio })),
      }
    }),
  }
}

/** The value at a step; on the line between two measurements where this side was measured before and after it. */
function between(
  points: SideState['energies'],
  known: ReadonlyMap<number, number>,
  step: number,
): number | null {
  const own = known.get(step)
  if (own !== undefined) return own
  const before = points.findLast(each => each.step < step)
  const after = points.find(each => each.step > step)
  if (!before || !after) return null
  const share = (step - before.step) / (after.step - before.step)
  return before.ratio * (after.ratio / before.ratio) ** share
}
