import * as tf from '@tensorflow/tfjs'

/** How a loss is set, with torch's defaults. */
export interface LossParams {
  readonly reduction?: 'mean' | 'sum'
  /** CrossEntropyLoss only: how much of the target is spread evenly over all classes. */
  readonly labelSmoothing?: number
  /** CrossEntropyLoss only: images with this label do not count. */
  readonly ignoreIndex?: number
  /** BCEWithLogitsLoss only: how many times a 1 of the target counts beside a 0. */
  readonly posWeight?: number
  /** GaussianKLLoss only: what it counts beside the other losses. */
  readonly weight?: number
}

/**
 * Differentiable by its arguments, tensors as the network has them. For CrossEntropyLoss the target is a tensor of
 * probabilities, or one class index an image, as int32, which has no gradient.
 */
export type Loss = (input: tf.Tensor, target: tf.Tensor, params: LossParams) => tf.Scalar

/** The losses of `torch.nn` under their names there, and that of a variational autoencoder. Made of kernels and gradients that every backend has. */
export const losses: ReadonlyMap<string, Loss> = new Map<string, Loss>([
  ['MSELoss', (input, target, params) => reduced(tf.squaredDifference(input, target), params)],
  ['L1Loss', (input, target, params) => reduced(absolute(tf.sub(input, target)), params)],
  [
    'BCEWithLogitsLoss',
    (input, target, params) => reduced(binaryCrossEntropy(input, target, params.posWeight), params),
  ],
  [
    'CrossEntropyLoss',
    (input, target, params) =>
      target.rank < input.rank
        ? labelEntropy(input, target as tf.Tensor1D, params)
        : reduced(crossEntropy(input, smoothed(input, target, params)), params),
  ],
  ['GaussianKLLoss', (mean, logvar, { weight = 1 }) => tf.mul(gaussianDivergence(mean, logvar), weight)],
])

const reduced = (values: tf.Tensor, { reduction = 'mean' }: LossParams): tf.Scalar =>
  reduction === 'sum' ? tf.sum(values) : tf.mean(values)

/** ½ Σ (μ² + e^logvar − logvar − 1) over the code, a mean over the images: Kingma and Welling 2013, appendix B. */
function gaussianDivergence(mean: tf.Tensor, logvar: tf.Tensor): tf.Scalar {
  const images = mean.shape[0]!
  const values = tf.sub(tf.sub(tf.add(tf.square(mean), tf.exp(logvar)), logvar), 1)
  return tf.div(tf.sum(values), 2 * images)
}

/** |x| whose gradient at 0 is 0, as in torch; that of tf.abs is −1. */
const absolute = (x: tf.Tensor): tf.Tensor => tf.add(tf.relu(x), tf.relu(tf.neg(x)))

/**
 * max(x, 0) − x·y + log(1 + exp(−|x|)), the form of torch's documentation that overflows nowhere, and for a weight w of
 * ones (w − 1)·y·log(1 + exp(−x)) more. What autodiff would make of the form is wrong at 0.
 */
const binaryCrossEntropy = (input: tf.Tensor, target: tf.Tensor, posWeight = 1): tf.Tensor =>
  tf.customGrad((...args) => {
    const [x, y, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc]
    save([x, y])
    const more = posWeight - 1
    const tail = (x: tf.Tensor) => tf.log1p(tf.exp(tf.neg(tf.abs(x))))
    const surprise = (x: tf.Tensor) => tf.mul(tf.add(tf.relu(tf.neg(x)), tail(x)), more)
    const plain = tf.add(tf.sub(tf.relu(x), tf.mul(x, y)), tail(x))
    return {
      value: more === 0 ? plain : tf.add(plain, tf.mul(y, surprise(x))),
      gradFunc: (dy: tf.Tensor, [logits, wanted]: tf.Tensor[]) => {
        const [x, y] = [logits!, wanted!]
        const byInput = tf.sub(tf.sigmoid(x), y)
        if (more === 0) return [tf.mul(dy, byInput), tf.mul(dy, tf.neg(x))]
        const missing = tf.mul(tf.mul(y, more), tf.sigmoid(tf.neg(x)))
        return [tf.mul(dy, tf.sub(byInput, missing)), tf.mul(dy, tf.sub(surprise(x), x))]
      },
    }
  })(input, target)

/** Classes are the channels, which images have last and other tensors first. */
const classAxis = ({ rank }: tf.Tensor): number => (rank === 4 ? 3 : 1)

/** Probabilities of which a part is spread evenly over all classes. */
function smoothed(input: tf.Tensor, target: tf.Tensor, { labelSmoothing = 0 }: LossParams): tf.Tensor {
  if (labelSmoothing === 0) return target
  return tf.add(tf.mul(target, 1 - labelSmoothing), labelSmoothing / input.shape[classAxis(input)]!)
}

/** The cross-entropy of scores [images, classes] against labels; a mean is one over the images that count. */
function labelEntropy(input: tf.Tensor, labels: tf.Tensor1D, params: LossParams): tf.Scalar {
  const { reduction = 'mean', ignoreIndex = -100 } = params
  const counts = tf.cast(tf.notEqual(labels, tf.scalar(ignoreIndex, 'int32')), 'float32')
  const known = tf.maximum(labels, tf.scalar(0, 'int32')) as tf.Tensor1D
  const hard = tf.cast(tf.oneHot(known, input.shape[1]!), 'float32')
  const total: tf.Scalar = tf.sum(tf.mul(crossEntropy(input, smoothed(input, hard, params)), counts))
  return reduction === 'sum' ? total : tf.div<tf.Scalar>(total, tf.sum(counts))
}

/** −Σ y·log softmax(x) over the classes. Its derivative is softmax(x)·Σ y − y, and −log softmax(x) by the target. */
const crossEntropy = (input: tf.Tensor, target: tf.Tensor): tf.Tensor => {
  const axis = classAxis(input)
  return tf.customGrad((...args) => {
    const [x, y, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc]
    save([x, y])
    return {
      value: tf.neg(tf.sum(tf.mul(logSoftmax(x, axis), y), axis)),
      gradFunc: (dy: tf.Tensor, [scores, wanted]: tf.Tensor[]) => {
        const [logs, slope] = [logSoftmax(scores!, axis), tf.expandDims(dy, axis)]
        const share = tf.mul(tf.exp(logs), tf.sum(wanted!, axis, true))
        return [tf.mul(slope, tf.sub(share, wanted!)), tf.mul(slope, tf.neg(logs))]
      },
    }
  })(input, target)
}

/** x − log Σ exp(x) along an axis; tf.logSoftmax has the last one only. */
function logSoftmax(x: tf.Tensor, axis: number): tf.Tensor {
  const shifted = tf.sub(x, tf.max(x, axis, true))
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis, true)))
}
