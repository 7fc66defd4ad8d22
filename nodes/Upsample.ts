import {
  type Arrival,
  defineNode,
  type Site,
  tensorInput,
  tensorOutput,
  type Window,
} from '../src/graph/definition.ts'
import { choice, flag, optionalFlag, type Params, type PerAxis, perAxis } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import { formatShape, type Pair, type Shape } from '../src/graph/shape.ts'
import { arriving } from './shared/convolution.ts'
import { sidesValue } from './shared/pooling.ts'
import {
  along,
  axesOfMode,
  ratioAlong,
  resamplingCalls,
  resamplingOf,
  upsampleModes,
} from './shared/resampling.ts'

const params = {
  scaleFactor: perAxis({
    default: null,
    min: 0,
    isReal: true,
    help: 'How many times larger each side becomes, rounded down to whole pixels. Either this or size.',
  }),
  size: perAxis({
    default: null,
    min: 0,
    unit: 'pixels',
    help: 'The sides that come out. Either this or scaleFactor.',
  }),
  mode: choice({
    default: 'nearest',
    options: upsampleModes,
    help: 'How new pixels are filled: nearest repeats the pixel that they fall on, bilinear and bicubic blend between neighbours, area takes means.',
  }),
  alignCorners: optionalFlag({
    default: null,
    help: 'Keeps the middles of the corner pixels in place rather than the outer edges; only for modes that blend.',
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
  docs: 'Makes an image larger by repeating its pixels or blending between them. It has no weights; a Conv2d behind it takes the place of a strided ConvTranspose2d and leaves no checkerboard.',
  key: 'U',
  stem: 'up',

  params,
  start: { scaleFactor: 2 },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: arrival => {
    const [x = []] = arrival.inputs
    const problem =
      settingProblem(arrival) ?? countProblem(arrival) ?? modeProblem(arrival) ?? emptyProblem(arrival)
    return problem ? { problem } : { outputs: [[x[0]!, ...sidesOf(arrival)]] }
  },
  formula: arrival => {
    const [x = []] = arrival.inputs
    const scaleFactor = factorOf(arrival.params)
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
  window: site => paintedWindow(site),
  resampling: ({ params: p, inputs: [x = []], outputs: [y = []] }) =>
    x.length === 3 ? resamplingOf(settled(p), x, y) : undefined,
  mirror: ({ inputs: [x = []], outputs: [y = []] }) => [backTo(x, y)],
  card: ({ params }) => {
    const [{ size }, scaleFactor] = [params, factorOf(params)]
    return size !== null ? `→ ${listed(size)}` : scaleFactor !== null ? `×${listed(scaleFactor)}` : undefined
  },

  lower: ({ params: p, inputs: [x = []], outputs: [y = []] }) => resamplingCalls(settled(p), x, y),
  pytorch: ({ params: { scaleFactor, size, mode, alignCorners, recomputeScaleFactor } }) => ({
    module: 'Upsample',
    args: [],
    kwargs: {
      ...(size === null ? {} : { size }),
      ...(scaleFactor === null || scaleFactor === 0 ? {} : { scale_factor: scaleFactor }),
      mode,
      ...(alignCorners === null ? {} : { align_corners: alignCorners }),
      ...(recomputeScaleFactor ? { recompute_scale_factor: true } : {}),
    },
  }),
  printed: {
    brief: ['scale_factor', 'size'],
    unprinted: ({ scaleFactor, mode }) => ({
      align_corners: mode === 'bilinear' || mode === 'bicubic',
      recompute_scale_factor: [scaleFactor].flat().some(factor => !Number.isInteger(factor ?? 1)),
    }),
  },

  examples: [
    { params: { scaleFactor: 2 }, inputs: [[8, 4, 5]], outputs: [[8, 8, 10]] },
    { params: { scaleFactor: [1.5, 0.5] }, inputs: [[2, 5, 6]], outputs: [[2, 7, 3]] },
    { params: { size: [7, 5] }, inputs: [[2, 4, 4]], outputs: [[2, 7, 5]] },
    { params: { scaleFactor: 1.3, recomputeScaleFactor: true }, inputs: [[1, 7, 7]], outputs: [[1, 9, 9]] },
    { params: { scaleFactor: 2 }, inputs: [[3, 5]], outputs: [[3, 10]] },
    { params: { scaleFactor: 2, mode: 'bilinear' }, inputs: [[2, 4, 3]], outputs: [[2, 8, 6]] },
    {
      params: { size: [7, 1], mode: 'bilinear', alignCorners: true },
      inputs: [[2, 4, 3]],
      outputs: [[2, 7, 1]],
    },
    { params: { scaleFactor: [1.5, 0.7], mode: 'bicubic' }, inputs: [[2, 4, 5]], outputs: [[2, 6, 3]] },
    { params: { scaleFactor: 1.7, mode: 'nearest-exact' }, inputs: [[1, 4, 5]], outputs: [[1, 6, 8]] },
    { params: { size: [3, 7], mode: 'area' }, inputs: [[2, 7, 3]], outputs: [[2, 3, 7]] },
    { params: { size: 3, scaleFactor: 0 }, inputs: [[2, 2, 2]], outputs: [[2, 3, 3]] },
    { params: { scaleFactor: 2.3, mode: 'linear' }, inputs: [[2, 5]], outputs: [[2, 11]] },
    {
      params: { scaleFactor: 2, alignCorners: true },
      inputs: [[1, 4, 4]],
      problem: 'it must be none, or mode one that blends',
    },
    {
      params: { scaleFactor: 2, mode: 'bilinear' },
      inputs: [[4, 4]],
      problem: "mode must be 'linear', 'nearest', 'nearest-exact' or 'area'",
    },
    { params: { scaleFactor: 0.1 }, inputs: [[1, 4, 4]], problem: 'scaleFactor must be at least 0.25' },
    { params: { size: [0, 2] }, inputs: [[1, 4, 4]], problem: 'it must be at least 1' },
    { inputs: [[1, 4, 4]], problem: 'scaleFactor or size must be given' },
    { params: { scaleFactor: 0 }, inputs: [[1, 4, 4]], problem: 'scaleFactor or size must be given' },
    { params: { scaleFactor: 2, size: 4 }, inputs: [[1, 4, 4]], problem: 'one of them must be none' },
  ],
})

const listed = (value: PerAxis): string => (typeof value === 'number' ? `${value}` : value.join('×'))

/** torch takes a single 0 for None: `float(scale_factor) if scale_factor else None` (torch/nn/modules/upsampling.py). */
const factorOf = ({ scaleFactor }: Params<typeof params>): PerAxis | null =>
  scaleFactor === 0 ? null : scaleFactor

const settled = (p: Params<typeof params>): Params<typeof params> => ({ ...p, scaleFactor: factorOf(p) })

/** ⌊in · scaleFactor⌋ in double precision (aten/src/ATen/native/UpSample.cpp, `compute_output_size`), or the given size. */
const sidesOf = ({ params: { scaleFactor, size }, inputs: [x = []] }: Arrival<typeof params>): Shape =>
  x
    .slice(1)
    .map((side, axis) => (size === null ? Math.floor(side * along(scaleFactor!, axis)) : along(size, axis)))

function settingProblem({ params: p }: Arrival<typeof params>): Problem | undefined {
  if (p.size === null && factorOf(p) === null) {
    return {
      what: 'Nothing says how large the image becomes',
      need: 'scaleFactor or size must be given',
      param: 'scaleFactor',
      fixes: [{ params: { scaleFactor: 2 } }],
    }
  }
  const scaleFactor = factorOf(p)
  if (p.size !== null && scaleFactor !== null) {
    return {
      what: `scaleFactor ${listed(scaleFactor)} and size ${listed(p.size)} are both given`,
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

/**
 * Sides without pixels, which torch refuses in all modes but `area`, an adaptive mean over no window
 * (aten/src/ATen/native/UpSample.h, `upsample_2d_common_check`; AdaptiveAveragePooling.cpp takes any size from 0 on).
 */
function emptyProblem(arrival: Arrival<typeof params>): Problem | undefined {
  const [x = []] = arrival.inputs
  const { size, mode } = arrival.params
  const axis = sidesOf(arrival).findIndex(side => side < 1)
  if (axis < 0 || mode === 'area') return undefined
  if (size !== null) {
    return {
      what: `size ${listed(size)} leaves no pixels`,
      need: 'it must be at least 1',
      param: 'size',
      fixes: [{ params: { size: sidesValue(x) } }],
    }
  }
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

/** Modes are for a number of axes, and corners can be aligned only where pixels are blended. */
function modeProblem({ params: p, inputs: [x = []] }: Arrival<typeof params>): Problem | undefined {
  const count = x.length - 1
  const wanted = axesOfMode[p.mode]
  if (wanted === undefined && p.alignCorners !== null) {
    return {
      what: `alignCorners has no meaning in mode '${p.mode}', which blends nothing`,
      need: 'it must be none, or mode one that blends',
      param: 'alignCorners',
      fixes: [{ params: { alignCorners: null } }],
    }
  }
  if (wanted === undefined || wanted === count) return undefined
  const fitting = upsampleModes.filter(mode => axesOfMode[mode] === count)
  const all = [...fitting, 'nearest', 'nearest-exact', 'area'].map(mode => `'${mode}'`)
  return {
    what: `Mode '${p.mode}' is for ${wanted} ${wanted === 1 ? 'axis' : 'axes'} behind the channels, and ${formatShape(x)} has ${count}`,
    need: `mode must be ${all.slice(0, -1).join(', ')} or ${all.at(-1)}`,
    param: 'mode',
    fixes: [
      ...fitting.map(mode => ({ params: { mode } })),
      { params: { mode: 'nearest', alignCorners: null } },
    ],
  }
}

/** Each pixel painted as a square where sides grow by whole factors; pixels that blend see their neighbours as well. */
function paintedWindow({
  params: p,
  inputs: [x = []],
  outputs: [y = []],
}: Site<typeof params>): Window | undefined {
  if (x.length !== 3) return undefined
  const scale: Pair = [y[1]! / x[1]!, y[2]! / x[2]!]
  const isBlend = axesOfMode[p.mode] !== undefined
  const isRegular = scale.every(
    (factor, axis) => isBlend || ratioAlong(settled(p), axis, x, y) * factor === 1,
  )
  if (!scale.every(Number.isInteger) || !isRegular) return undefined
  const neighbours = p.mode === 'bilinear' ? 1 : 3
  return {
    kind: 'scatter',
    kernel: scale,
    stride: scale,
    padding: [0, 0],
    dilation: [1, 1],
    ...(isBlend && { blended: [neighbours, neighbours] }),
  }
}

/** The layer that undoes the size: means over the squares that pixels have become, where these are whole. */
function backTo(x: Shape, y: Shape) {
  if (x.length !== 3) return { type: 'Upsample', params: { size: sidesValue(x) } }
  const factors = [0, ...y.slice(1).map((side, axis) => side / x[axis + 1]!)]
  return factors.every((factor, axis) => Number.isInteger(factor) && (axis === 0 || factor > 0))
    ? { type: 'AvgPool2d', params: { kernelSize: sidesValue(factors) } }
    : { type: 'AdaptiveAvgPool2d', params: { outputSize: sidesValue(x) } }
}
