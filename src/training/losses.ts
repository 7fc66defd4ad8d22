import * as tf from '@tensorflow/tfjs'

/** How a loss is set, with torch's defaults. */
export interface LossParams {
  readonly reduction?: 'mean' | 'sum'
  /** CrossEntropyLoss only: how much of the target is spread evenly over all classes. */
  readonly labelSmoothing?: number
  /** GaussianKLLoss only: what it counts beside the other losses. */
  readonly weight?: number
}

/** Differentiable by its first argument; for CrossEntropyLoss the target is one class index an image, as int32. */
export type Loss = (input: tf.Tensor, target: tf.Tensor, params: LossParams) => tf.Scalar

/** The losses of `torch.nn` under their names there, and that of a variational autoencoder. Made of kernels and gradients that every backend has. */
export const losses: ReadonlyMap<string, Loss> = new Map<string, Loss>([
  ['MSELoss', (input, target, params) => reduced(tf.squaredDifference(input, target), params)],
  ['L1Loss', (input, target, params) => reduced(absolute(tf.sub(input, target)), params)],
  ['BCEWithLogitsLoss', (input, target, params) => reduced(binaryCrossEntropy(input, target), params)],
  [
    'CrossEntropyLoss',
    (input, labels, params) => {
      const { labelSmoothing = 0 } = params
      const classes = input.shape.at(-1)!
      const hard = tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), 'float32')
      const target = tf.add(tf.mul(hard, 1 - labelSmoothing), labelSmoothing / classes)
      return reduced(crossEntropy(input, target), params)
    },
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
 * max(x, 0) − x·y + log(1 + exp(−|x|)), the form of torch's documentation that overflows nowhere. Its derivative is
 * sigmoid(x) − y, and −x by the target; what autodiff would make of the form is wrong at 0.
 */
const binaryCrossEntropy = (input: tf.Tensor, target: tf.Tensor): tf.Tensor =>
  tf.customGrad((...args) => {
    const [x, y, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc]
    save([x, y])
    const tail = tf.log1p(tf.exp(tf.neg(tf.abs(x))))
    return {
      value: tf.add(tf.sub(tf.relu(x), tf.mul(x, y)), tail),
      gradFunc: (dy: tf.Tensor, [logits, wanted]: tf.Tensor[]) => [
        tf.mul(dy, tf.sub(tf.sigmoid(logits!), wanted!)),
        tf.mul(dy, tf.neg(logits!)),
      ],
    }
  })(input, target)

/** −Σ y·log softmax(x) over the last axis, where Σ y is 1. Its derivative is softmax(x) − y; labels have none. */
const crossEntropy = (input: tf.Tensor, target: tf.Tensor): tf.Tensor =>
  tf.customGrad((...args) => {
    const [x, save] = args as unknown as [tf.Tensor, tf.GradSaveFunc]
    save([x, target])
    const shifted = tf.sub(x, tf.max(x, -1, true))
    const total = tf.log(tf.sum(tf.exp(shifted), -1))
    return {
      value: tf.sub(total, tf.sum(tf.mul(shifted, target), -1)),
      gradFunc: (dy: tf.Tensor, [scores, wanted]: tf.Tensor[]) =>
        tf.mul(tf.expandDims(dy, -1), tf.sub(tf.softmax(scores!), wanted!)),
    }
  })(input)
