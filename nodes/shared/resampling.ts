/**
 * How Upsample finds the pixels that it shows. Source: aten/src/ATen/native/UpSample.h (`compute_output_size`,
 * `area_pixel_compute_scale`) and torch.nn.functional.interpolate.
 */
import type { LayerCall, Resampling } from '../../src/graph/definition.ts'
import type { PerAxis } from '../../src/graph/params.ts'
import { type Shape, sizeOf } from '../../src/graph/shape.ts'

export const upsampleModes = [
  'nearest',
  'linear',
  'bilinear',
  'bicubic',
  'trilinear',
  'nearest-exact',
  'area',
] as const

export type UpsampleMode = (typeof upsampleModes)[number]

/** How many axes behind the channels a mode is for; one to three where it is not in the table. */
export const axesOfMode: Readonly<Partial<Record<UpsampleMode, number>>> = {
  linear: 1,
  bilinear: 2,
  bicubic: 2,
  trilinear: 3,
}

export interface ResamplingParams {
  readonly scaleFactor: PerAxis | null
  readonly mode: UpsampleMode
  readonly recomputeScaleFactor: boolean
  readonly alignCorners: boolean | null
}

/** The value for one axis behind the channels. */
export const along = (value: PerAxis, axis: number): number =>
  typeof value === 'number' ? value : value[axis]!

/** Window i of n even parts of a side, as `[first, behind the last]`: ⌊i·side/n⌋ up to ⌈(i + 1)·side/n⌉. */
export const areaSpans = (side: number, count: number): readonly (readonly [number, number])[] =>
  Array.from({ length: count }, (_, i) => [
    Math.floor((i * side) / count),
    Math.ceil(((i + 1) * side) / count),
  ])

/** Input pixels per output pixel along an axis behind the channels: from the scale factor where it counts, else the sides. */
export function ratioAlong(p: ResamplingParams, axis: number, x: Shape, y: Shape): number {
  const [side, size] = [x[axis + 1]!, y[axis + 1]!]
  if (p.alignCorners === true && axesOfMode[p.mode] !== undefined)
    return size > 1 ? (side - 1) / (size - 1) : 0
  // Sides that keep their length are copied by linear, bilinear and trilinear, whatever the factor is, and by nearest
  // for images and volumes of one channel, which it also doubles evenly (aten/src/ATen/native/UpSample.h,
  // `compute_source_index_and_lambda` and `nearest_idx`; one channel counts as channels last there).
  const isOne = x[0] === 1 && x.length >= 3
  const isLinear = axesOfMode[p.mode] !== undefined && p.mode !== 'bicubic'
  const isEven =
    p.mode === 'nearest' ? isOne && (size === side || size === 2 * side) : isLinear && size === side
  return p.scaleFactor === null || p.recomputeScaleFactor || isEven
    ? side / size
    : 1 / along(p.scaleFactor, axis)
}

const mixes = {
  nearest: 'nearest',
  'nearest-exact': 'nearest-exact',
  linear: 'linear',
  bilinear: 'linear',
  bicubic: 'cubic',
  trilinear: 'linear',
  area: 'area',
} as const

/** How the sides of an image are mixed. Area takes means by the sides alone, as adaptive pooling does. */
export function resamplingOf(p: ResamplingParams, x: Shape, y: Shape): Resampling {
  const mode = mixes[p.mode]
  const isArea = mode === 'area'
  const ratio = (axis: 0 | 1) => (isArea ? x[axis + 1]! / y[axis + 1]! : ratioAlong(p, axis, x, y))
  return {
    mode,
    alignCorners: p.alignCorners === true,
    ratio: [ratio(0), ratio(1)],
    ...(p.scaleFactor !== null && { factor: [along(p.scaleFactor, 0), along(p.scaleFactor, 1)] as const }),
    isBySides: isArea || p.scaleFactor === null || p.recomputeScaleFactor,
  }
}

/** The calls that resample a tensor of one to three axes behind its channels. */
export function resamplingCalls(p: ResamplingParams, x: Shape, y: Shape): readonly LayerCall[] {
  const ratios = y.slice(1).map((_, axis) => ratioAlong(p, axis, x, y))
  return x.length === 3
    ? [imageCall(p, x.slice(1), y.slice(1), ratios)]
    : axisByAxis(x, y, (sides, size, axis) => imageCall(p, sides, size, [1, ratios[axis]!]))
}

/** Height and width resampled by a layer of our own, because the gradients of tfjs's are wrong or missing. */
function imageCall(p: ResamplingParams, sides: Shape, size: Shape, ratio: readonly number[]): LayerCall {
  switch (p.mode) {
    case 'nearest':
      return { layer: 'NearestUpsample', config: { size, ratio } }
    case 'nearest-exact':
      return { layer: 'NearestUpsample', config: { size, ratio, isExact: true } }
    case 'area': {
      const [rows, columns] = size.map((count, axis) => areaSpans(sides[axis]!, count))
      return { layer: 'WindowMean', config: { rows: rows!, columns: columns! } }
    }
    default:
      return {
        layer: 'Interpolate',
        config: {
          size,
          ratio,
          alignCorners: p.alignCorners === true,
          ...(p.mode === 'bicubic' && { isCubic: true }),
        },
      }
  }
}

/** Tensors that are no images: one axis after the other, seen as an image of [what is before it, it, what is behind it]. */
function axisByAxis(
  x: Shape,
  y: Shape,
  call: (sides: Shape, size: Shape, axis: number) => LayerCall,
): readonly LayerCall[] {
  const calls: LayerCall[] = []
  const current = [...x]
  y.slice(1).forEach((side, i) => {
    const axis = i + 1
    const [before, behind] = [sizeOf(current.slice(0, axis)), sizeOf(current.slice(axis + 1))]
    calls.push({ layer: 'reshape', config: { targetShape: [before, current[axis]!, behind] } })
    calls.push(call([before, current[axis]!], [before, side], i))
    current[axis] = side
  })
  return [...calls, { layer: 'reshape', config: { targetShape: y } }]
}
