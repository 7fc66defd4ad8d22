/** What two variants that were trained side by side came to, in words. */
import { formatCount, formatLoss } from '../../ui/numbers.ts'
import { formatDecibels } from '../measured/words.ts'
import type { SideState } from './side.ts'

/** The mean of the last losses, so that one batch does not decide: a tenth of them, 50 at most. */
export function settledLoss({ losses }: Pick<SideState, 'losses'>): number | undefined {
  if (losses.length === 0) return undefined
  const last = losses.slice(-Math.max(1, Math.min(50, Math.ceil(losses.length / 10))))
  return last.reduce((sum, loss) => sum + loss, 0) / last.length
}

/** Losses nearer to each other than this share are said to be alike. */
const alike = 0.02

/** The sentences at the end of a comparison; undefined while either has nothing to show. */
export function summaryOf(sides: readonly [SideState, SideState]): readonly string[] | undefined {
  const step = Math.min(sides[0].step, sides[1].step)
  // Where one was stopped earlier, both are judged by what they were at its last step.
  const [one, two] = sides.map(({ losses }) => settledLoss({ losses: losses.slice(0, step) }))
  if (one === undefined || two === undefined) return undefined
  const share = (two - one) / one
  const losses = `${formatLoss(one)} as it is, ${formatLoss(two)} with the fix`
  const first =
    Math.abs(share) < alike
      ? `After ${formatCount(step)} steps both have learned as much: ${sides[0].lossName} ${losses}.`
      : `After ${formatCount(step)} steps the fix has the ${share < 0 ? 'lower' : 'higher'} ${sides[0].lossName}: ${losses}.`
  const [before, after] = sides.map(side => side.energies.at(-1)?.ratio)
  if (before === undefined || after === undefined) return [first]
  const change = after < before * 0.8 ? 'less' : after > before * 1.25 ? 'more' : 'about as much'
  return [
    first,
    `It paints ${change} at the predicted frequencies: ${formatDecibels(before)} as it is, ${formatDecibels(after)} with the fix.`,
  ]
}
