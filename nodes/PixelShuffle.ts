import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { integer } from '../src/graph/params.ts'
import { formatShape } from '../src/graph/shape.ts'
import { shuffleCalls, shuffleRank, squareWindow } from './shared/shuffle.ts'

export const PixelShuffle = defineNode({
  type: 'PixelShuffle',
  version: 1,
  title: 'PixelShuffle',
  category: 'convolution',
  docs: 'Makes an image larger by spreading its channels over r×r pixels: r² channels become one, r times as high and wide.',
  stem: 'shuffle',

  params: {
    upscaleFactor: integer({
      default: 2,
      min: 1,
      help: 'How many times higher and wider the image becomes; its square must divide the channels.',
      card: { letter: 'r', always: true },
    }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { upscaleFactor: r }, inputs: [x = []] }) => {
    const [channels = 0, height = 0, width = 0] = x.slice(-3)
    const problem = shuffleRank('PixelShuffle', x)
    if (problem) return { problem }
    if (channels % r ** 2 !== 0) {
      return {
        problem: {
          what: `upscaleFactor ${r} needs ${r ** 2} channels for each that comes out, and ${channels} arrive in ${formatShape(x)}`,
          need: `the channels must be a multiple of ${r ** 2}`,
          param: 'upscaleFactor',
          fixes: [{ params: { upscaleFactor: largestSquare(channels, r) } }],
        },
      }
    }
    return { outputs: [[...x.slice(0, -3), channels / r ** 2, height * r, width * r]] }
  },
  formula: ({ params: { upscaleFactor: r }, inputs: [x = []] }) =>
    x.length < 3
      ? undefined
      : { rule: 'in · upscaleFactor', numbers: `${x.at(-2)} · ${r}`, steps: [String(x.at(-2)! * r)] },
  window: ({ params: { upscaleFactor: r }, inputs: [x = []] }) =>
    x.length === 3 ? squareWindow('scatter', r) : undefined,
  mirror: ({ params: { upscaleFactor } }) => [
    { type: 'PixelUnshuffle', params: { downscaleFactor: upscaleFactor } },
  ],

  lower: ({ params: { upscaleFactor: r }, inputs: [x = []], outputs: [y = []] }) =>
    shuffleCalls(r, x, y, 'up'),
  pytorch: ({ params: { upscaleFactor } }) => ({ module: 'PixelShuffle', args: [upscaleFactor], kwargs: {} }),

  examples: [
    { inputs: [[8, 3, 4]], outputs: [[2, 6, 8]] },
    { params: { upscaleFactor: 3 }, inputs: [[9, 2, 2]], outputs: [[1, 6, 6]] },
    { params: { upscaleFactor: 2 }, inputs: [[6, 2, 2]], problem: 'must be a multiple of 4' },
  ],
})

/** The largest factor up to `r` whose square divides the channels. */
function largestSquare(channels: number, r: number): number {
  for (let factor = Math.min(r, 1024); factor > 1; factor--) if (channels % factor ** 2 === 0) return factor
  return 1
}
