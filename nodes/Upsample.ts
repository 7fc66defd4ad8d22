import {
  type Arrival,
  defineNode,
  type LayerCall,
  tensorInput,
  tensorOutput,
} from '../src/graph/definition.ts'
import { choice, flag, type PerAxis, perAxis } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import { formatShape, type Shape, sizeOf } from '../src/graph/shape.ts'
import { arriving } from './shared/convolution.ts'

const params = {
  scaleFactor: perAxis({
    default: null,
    min: 0,
    isReal: true,
    help: 'How many times larger each side becomes, rounded down to whole pixels. Either this or size.',
  }),
  size: perAxis({
    default: null,
    min: 1,
    unit: 'pixels',
    help: 'The sides that come out. Either this or scaleFactor.',
  }),
  mode: choice({
    default: 'nearest',
    options: ['nearest'],
    help: 'How new pixels are filled: nearest repeats the pixel that they fall on.',
  }),
  recomputeScaleFactor: flag({
    default: false,
    help: 'Takes the ratio of the whole sides in place of the scale factor that was given.',
  }),
}

export const Upsample = defineNode({
  type: 'Upsample',
  version: 1,
  title: 'Upsample',
  category: 'convolution',
  docs: 'Makes an image larger by repeating its pixels. It has no weights; a Conv2d behind it takes the place of a strided ConvTranspose2d and leaves no checkerboard.',
  key: 'U',
  stem: 'up',

  params,
  start: { scaleFactor: 2 },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: arrival => {
    const [x = []] = arrival.inputs
    const problem = settingProblem(arrival) ?? countProblem(arrival) ?? emptyProblem(arrival)
    return problem ? { problem } : { outputs: [[x[0]!, ...sidesOf(arrival)]] }
  },
  formula: arrival => {
    const [x = []] = arrival.inputs
    const { scaleFactor } = arrival.params
    if (x.length < 2 || scaleFactor === null || settingProblem(arrival) || countProblem(arrival))
      return undefined
    const [scale, width] = [along(scaleFactor, 0), sidesOf(arrival)[1]]
    const isSame = x.length !== 3 || (x[1] === x[2] && sidesOf(arrival)[0] === width)
    return {
      rule: '⌊in · scaleFactor⌋',
      numbers: `⌊${x[1]} · ${scale}⌋`,
      steps: [String(sidesOf(arrival)[0])],
      ...(x.length === 3 && { note: isSame ? 'Same for width.' : `Width ${x[2]} gives ${width}.` }),
    }
  },
  window: ({ inputs: [x = []], outputs: [y = []] }) => {
    const scale = y.slice(1).map((side, axis) => side / x[axis + 1]!)
    if (x.length !== 3 || !scale.every(Number.isInteger)) return undefined
    const pair = [scale[0]!, scale[1]!] as const
    return { kind: 'scatter', kernel: pair, stride: pair, padding: [0, 0], dilation: [1, 1] }
  },
  card: ({ params: { scaleFactor, size } }) =>
    size !== null ? `→ ${listed(size)}` : scaleFactor !== null ? `×${listed(scaleFactor)}` : undefined,

  lower: ({ params: p, inputs: [x = []], outputs: [y = []] }) => {
    const ratios = y
      .slice(1)
      .map((side, axis) =>
        p.scaleFactor === null || p.recomputeScaleFactor
          ? x[axis + 1]! / side
          : 1 / along(p.scaleFactor, axis),
      )
    return x.length === 3 ? [nearest(y.slice(1), ratios)] : axisByAxis(x, y, ratios)
  },
  pytorch: ({ params: { scaleFactor, size, mode, recomputeScaleFactor } }) => ({
    module: 'Upsample',
    args: [],
    kwargs: {
      ...(size === null ? {} : { size }),
      ...(scaleFactor === null ? {} : { scale_factor: scaleFactor }),
      mode,
      ...(recomputeScaleFactor ? { recompute_scale_factor: true } : {}),
    },
  }),

  examples: [
    { params: { scaleFactor: 2 }, inputs: [[8, 4, 5]], outputs: [[8, 8, 10]] },
    { params: { scaleFactor: [1.5, 0.5] }, inputs: [[2, 5, 6]], outputs: [[2, 7, 3]] },
    { params: { size: [7, 5] }, inputs: [[2, 4, 4]], outputs: [[2, 7, 5]] },
    { params: { scaleFactor: 1.3, recomputeScaleFactor: true }, inputs: [[1, 7, 7]], outputs: [[1, 9, 9]] },
    { params: { scaleFactor: 2 }, inputs: [[3, 5]], outputs: [[3, 10]] },
    { params: { scaleFactor: 0.1 }, inputs: [[1, 4, 4]], problem: 'scaleFactor must be at least 0.25' },
    { inputs: [[1, 4, 4]], problem: 'scaleFactor or size must be given' },
    { params: { scaleFactor: 2, size: 4 }, inputs: [[1, 4, 4]], problem: 'one of them must be none' },
  ],
})

const along = (value: PerAxis, axis: number): number => (typeof value === 'number' ? value : value[axis]!)

const listed = (value: PerAxis): string => (typeof value === 'number' ? `${value}` : value.join('×'))

/** ⌊in · scaleFactor⌋ in double precision (aten/src/ATen/native/UpSample.cpp, `compute_output_size`), or the given size. */
const sidesOf = ({ params: { scaleFactor, size }, inputs: [x = []] }: Arrival<typeof params>): Shape =>
  x
    .slice(1)
    .map((side, axis) => (size === null ? Math.floor(side * along(scaleFactor!, axis)) : along(size, axis)))

function settingProblem({ params: p }: Arrival<typeof params>): Problem | undefined {
  if (p.size === null && p.scaleFactor === null) {
    return {
      what: 'Nothing says how large the image becomes',
      need: 'scaleFactor or size must be given',
      param: 'scaleFactor',
      fixes: [{ params: { scaleFactor: 2 } }],
    }
  }
  if (p.size !== null && p.scaleFactor !== null) {
    return {
      what: `scaleFactor ${listed(p.scaleFactor)} and size ${listed(p.size)} are both given`,
      need: 'one of them must be none',
      param: 'size',
      fixes: [{ params: { scaleFactor: null } }, { params: { size: null } }],
    }
  }
  if (p.size !== null && p.recomputeScaleFactor) {
    return {
      what: 'recomputeScaleFactor has no meaning where size is given',
      need: 'it must be off, or scaleFactor given in place of size',
      param: 'recomputeScaleFactor',
      fixes: [{ params: { recomputeScaleFactor: false } }],
    }
  }
  return undefined
}

/** A list must have a number for each axis behind the channels; torch takes one to three such axes. */
function countProblem({ params: p, inputs: [x = []] }: Arrival<typeof params>): Problem | undefined {
  const count = x.length - 1
  if (count < 1 || count > 3 || x.some(side => side < 1)) {
    return {
      what: `Upsample works on channels×height×width, and ${arriving(x)} arrives`,
      need: x.length === 1 ? 'put an Unflatten before it' : 'it needs one to three axes behind the channels',
      port: 'input',
    }
  }
  for (const param of ['scaleFactor', 'size'] as const) {
    const value = p[param]
    if (value === null || typeof value === 'number' || value.length === count) continue
    return {
      what: `${param} has ${value.length} numbers, and ${formatShape(x)} has ${count} ${count === 1 ? 'axis' : 'axes'} behind the channels`,
      need: count === 1 ? 'it must be one number' : `it must be one number, or a list of ${count}`,
      param,
      fixes: [{ params: { [param]: value[0]! } }],
    }
  }
  return undefined
}

function emptyProblem(arrival: Arrival<typeof params>): Problem | undefined {
  const [x = []] = arrival.inputs
  const axis = sidesOf(arrival).findIndex(side => side < 1)
  if (axis < 0) return undefined
  const side = x[axis + 1]!
  const least = Number((1 / Math.min(...x.slice(1))).toPrecision(6))
  const name = x.length === 3 ? ['height', 'width'][axis]! : `axis ${axis + 2}`
  return {
    what: `scaleFactor ${along(arrival.params.scaleFactor!, axis)} leaves nothing of ${name} ${side}`,
    need: `scaleFactor must be at least ${Number((1 / side).toPrecision(6))}`,
    param: 'scaleFactor',
    fixes: [{ params: { scaleFactor: Math.floor(Math.min(...x.slice(1)) * least) >= 1 ? least : 1 } }],
  }
}

/**
 * Our own layer, because the gradient of tfjs's nearest resizing is wrong on the cpu backend. `ratio` is in input pixels
 * for each output pixel: an output pixel i shows the input pixel ⌊i · ratio⌋, as in torch's UpSampleKernel.
 */
const nearest = (size: Shape, ratio: readonly number[]): LayerCall => ({
  layer: 'NearestUpsample',
  config: { size, ratio },
})

/** Tensors that are no images: one axis after the other, seen as an image of [what is before it, it, what is behind it]. */
function axisByAxis(x: Shape, y: Shape, ratios: readonly number[]): readonly LayerCall[] {
  const calls: LayerCall[] = []
  const current = [...x]
  y.slice(1).forEach((side, i) => {
    const axis = i + 1
    const [before, behind] = [sizeOf(current.slice(0, axis)), sizeOf(current.slice(axis + 1))]
    calls.push({ layer: 'reshape', config: { targetShape: [before, current[axis]!, behind] } })
    calls.push(nearest([before, side], [1, ratios[i]!]))
    current[axis] = side
  })
  return [...calls, { layer: 'reshape', config: { targetShape: y } }]
}
