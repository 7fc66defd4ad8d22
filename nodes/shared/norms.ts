/** What the layers share that subtract a mean and divide by a standard deviation. */
import type { Json, LayerCall, WeightSpec } from '../../src/graph/definition.ts'
import { flag, number, optionalNumber } from '../../src/graph/params.ts'
import type { Shape } from '../../src/graph/shape.ts'

/** Added to the variance, in every class of torch. */
export const eps = number({
  default: 1e-5,
  min: 0,
  help: 'Added to the variance, so that nothing is divided by 0.',
})

/** Factors and summands, learned, that start with what changes nothing. */
export const affineWeights = (shape: Shape): Readonly<Record<string, WeightSpec>> => ({
  weight: { shape, init: { kind: 'constant', value: 1 } },
  bias: { shape, init: { kind: 'constant', value: 0 } },
})

/** The parameters that BatchNorm2d and InstanceNorm2d have alike, but for their defaults. */
export const imageNormParams = (affine: boolean, trackRunningStats: boolean, momentum: string) => ({
  eps,
  momentum: optionalNumber({ default: 0.1, help: momentum }),
  affine: flag({ default: affine, help: 'Learns a factor and a summand for each channel.' }),
  trackRunningStats: flag({
    default: trackRunningStats,
    help: 'Keeps running means and variances of the training, which take the place of those of the data afterwards.',
  }),
})

interface ImageNorm {
  readonly eps: number
  readonly momentum: number | null
  readonly affine: boolean
  readonly trackRunningStats: boolean
}

/** Weights of BatchNorm2d and InstanceNorm2d in torch's order; running statistics are saved but not trained. */
export const imageNormWeights = (
  { affine, trackRunningStats }: ImageNorm,
  channels: number,
): Readonly<Record<string, WeightSpec>> => {
  const kept = (shape: Shape, value: number): WeightSpec => ({
    shape,
    init: { kind: 'constant', value },
    trainable: false,
  })
  return {
    ...(affine && affineWeights([channels])),
    ...(trackRunningStats && {
      running_mean: kept([channels], 0),
      running_var: kept([channels], 1),
      num_batches_tracked: kept([], 0),
    }),
  }
}

/** The one call of BatchNorm2d and InstanceNorm2d; `isByImage` gives each image statistics of its own. */
export const imageNormCall = (params: ImageNorm, isByImage: boolean): LayerCall => {
  const { eps, momentum, affine, trackRunningStats } = params
  return {
    layer: 'TorchImageNorm',
    config: { isByImage, eps, momentum, affine, trackRunningStats },
    weights: Object.keys(imageNormWeights(params, 0)).map(name => ({ name })),
  }
}

/** torch's keyword arguments of BatchNorm2d and InstanceNorm2d, those at their defaults left out. */
export const imageNormKwargs = (given: ImageNorm, usual: ImageNorm): Readonly<Record<string, Json>> => ({
  ...(given.eps !== usual.eps && { eps: given.eps }),
  ...(given.momentum !== usual.momentum && { momentum: given.momentum }),
  ...(given.affine !== usual.affine && { affine: given.affine }),
  ...(given.trackRunningStats !== usual.trackRunningStats && {
    track_running_stats: given.trackRunningStats,
  }),
})
