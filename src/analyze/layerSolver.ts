/** The settings and chains of `solver.ts` for whole images: both sides at once, and the channels in between. */
import type { Pair } from '../graph/shape.ts'
import { productField, unevennessOf } from './field.ts'
import { overlapLine, type Setting, type Solution, solveAxisChain, solveSide } from './solver.ts'

/** A layer that leads from one size to another; every setting for height and width. */
export interface LayerSolution {
  readonly type: Setting['type']
  readonly axes: readonly [height: Solution, width: Solution]
  readonly from: Pair
  readonly to: Pair
  /** (max − min) / mean of its overlap over both axes. */
  readonly unevenness: number
}

/** Layers one behind the other, and what speaks against them as a number. */
export interface Chain {
  readonly layers: readonly LayerSolution[]
  readonly cost: number
}

type Types = readonly Setting['type'][]

const bothTypes: Types = ['ConvTranspose2d', 'Conv2d']

/** One setting of each side together. */
function layerOf(height: Solution, width: Solution): LayerSolution {
  return {
    type: height.type,
    axes: [height, width],
    from: [height.from, width.from],
    to: [height.to, width.to],
    unevenness: unevennessOf(productField(overlapLine(height), overlapLine(width))),
  }
}

const settingNames = ['kernelSize', 'stride', 'padding', 'dilation', 'outputPadding'] as const

/** How many settings differ between height and width; a layer that is alike in both is the usual one. */
const differences = (height: Setting, width: Setting): number =>
  settingNames.filter(name => height[name] !== width[name]).length

/** As many of the best settings of each side are tried with each other. */
const tried = 24

/**
 * The layers that lead from one size to another, best first: even overlap, then what `solveSide` puts first in each axis
 * and what is alike in both.
 */
export function solveLayer(from: Pair, to: Pair, types: Types = bothTypes): readonly LayerSolution[] {
  const isAlike = from[0] === from[1] && to[0] === to[1]
  if (isAlike) return solveSide(from[0], to[0], types).map(each => layerOf(each, each))
  const found = types.flatMap(type => {
    const [heights, widths] = ([0, 1] as const).map(axis =>
      solveSide(from[axis], to[axis], [type]).slice(0, tried),
    )
    return heights!.flatMap((height, i) =>
      widths!.map((width, j) => ({
        layer: layerOf(height, width),
        order: differences(height, width) + i + j,
      })),
    )
  })
  const isUneven = ({ layer }: (typeof found)[number]) => (layer.unevenness > 0 ? 1 : 0)
  return found.sort((a, b) => isUneven(a) - isUneven(b) || a.order - b.order).map(({ layer }) => layer)
}

/**
 * Chains of `count` layers between two sizes, best first. None where one side would have to grow and the other to shrink:
 * no chain of one kind of layer does that.
 */
export function solveChain(from: Pair, to: Pair, count: number, most = 5): readonly Chain[] {
  const grows = to.some((side, axis) => side > from[axis]!)
  if (grows && to.some((side, axis) => side < from[axis]!)) return []
  const type = grows || to.every((side, axis) => side === from[axis]) ? 'ConvTranspose2d' : 'Conv2d'
  const heights = solveAxisChain(from[0], to[0], count, type)
  const isAlike = from[0] === from[1] && to[0] === to[1]
  const widths = isAlike ? heights : solveAxisChain(from[1], to[1], count, type)
  const chains = heights.flatMap((height, i) =>
    widths.flatMap((width, j): Chain[] => {
      if (isAlike && i !== j) return []
      const layers = height.layers.map((each, at) => layerOf(each, width.layers[at]!))
      const unlike = layers.reduce((sum, { axes }) => sum + differences(...axes), 0)
      return [{ layers, cost: height.cost + width.cost + unlike }]
    }),
  )
  return chains.sort((a, b) => a.cost - b.cost).slice(0, most)
}

/** Channels of the layer next to the image, and the most that a layer gets where neither end has more. */
const [fewest, most] = [16, 128]

/**
 * The channels behind each of `count` layers: doubled from layer to layer away from the larger image, 16 next to it and
 * at most 128, so that work is spread evenly; never fewer than lie evenly between both ends. The last ones are `to`.
 */
export function planChannels(from: number, to: number, count: number, grows: boolean): readonly number[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === count - 1) return to
    const between = from * (to / from) ** ((i + 1) / count)
    const doubled = Math.min(most, fewest * 2 ** (grows ? count - 2 - i : i))
    return Math.max(doubled, Math.ceil(between / 8) * 8)
  })
}
