import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { integer } from '../src/graph/params.ts'
import { shuffleCalls, shuffleRank, squareWindow } from './shared/shuffle.ts'

export const PixelUnshuffle = defineNode({
  type: 'PixelUnshuffle',
  version: 1,
  title: 'PixelUnshuffle',
  category: 'convolution',
  docs: 'Makes an image smaller without losing a value: each square of r×r pixels becomes one pixel with r² times the channels.',
  stem: 'unshuffle',

  params: {
    downscaleFactor: integer({
      default: 2,
      min: 1,
      help: 'How many times lower and narrower the image becomes; it must divide height and width.',
      card: { letter: 'r', always: true },
    }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { downscaleFactor: r }, inputs: [x = []] }) => {
    const [channels = 0, height = 0, width = 0] = x.slice(-3)
    const problem = shuffleRank('PixelUnshuffle', x)
    if (problem) return { problem }
    const [name, side] = height % r === 0 ? (['width', width] as const) : (['height', height] as const)
    if (side % r !== 0) {
      return {
        problem: {
          what: `downscaleFactor ${r} does not divide ${name} ${side}`,
          need: 'height and width must be multiples of it',
          param: 'downscaleFactor',
          fixes: [{ params: { downscaleFactor: largestDivisor(height, width, r) } }],
        },
      }
    }
    return { outputs: [[...x.slice(0, -3), channels * r ** 2, height / r, width / r]] }
  },
  formula: ({ params: { downscaleFactor: r }, inputs: [x = []] }) =>
    x.length < 3
      ? undefined
      : { rule: 'in / downscaleFactor', numbers: `${x.at(-2)} / ${r}`, steps: [String(x.at(-2)! / r)] },
  window: ({ params: { downscaleFactor: r }, inputs: [x = []] }) =>
    // Each channel shows one pixel of the square, so that the channels together are its mean.
    x.length === 3 ? { ...squareWindow('gather', r), isAverage: true } : undefined,
  mirror: ({ params: { downscaleFactor } }) => [
    { type: 'PixelShuffle', params: { upscaleFactor: downscaleFactor } },
  ],

  lower: ({ params: { downscaleFactor: r }, inputs: [x = []], outputs: [y = []] }) =>
    shuffleCalls(r, x, y, 'down'),
  pytorch: ({ params: { downscaleFactor } }) => ({
    module: 'PixelUnshuffle',
    args: [downscaleFactor],
    kwargs: {},
  }),

  examples: [
    { inputs: [[2, 6, 8]], outputs: [[8, 3, 4]] },
    { params: { downscaleFactor: 3 }, inputs: [[1, 6, 6]], outputs: [[9, 2, 2]] },
    { inputs: [[2, 5, 4]], problem: 'downscaleFactor 2 does not divide height 5' },
  ],
})

/** The largest factor up to `r` that divides both sides. */
function largestDivisor(height: number, width: number, r: number): number {
  for (let factor = Math.min(r, height, width); factor > 1; factor--) {
    if (height % factor === 0 && width % factor === 0) return factor
  }
  return 1
}
