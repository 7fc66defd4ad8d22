import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface TorchLayerNormArgs extends LayerArgs {
  /** The axes that mean and variance are taken over; 0 is the batch. */
  axes: number[];
  /** Sides of the learned weights, as they meet the last axes. */
  weightShape: number[];
  /** Added to the variance. */
  eps: number;
  /** True where each value has a learned factor. */
  affine: boolean;
  /** True where each value has a learned summand. */
  bias: boolean;
}

/**
 * `torch.nn.LayerNorm`. Its axes may be others than the last ones, because
 * images are channels last here; tf.layers.layerNormalization then has weights
 * of another shape.
 */
export class TorchLayerNorm extends tf.layers.Layer {
  static readonly className = 'TorchLayerNorm';
  private readonly args: TorchLayerNormArgs;
  private factor?: tf.LayerVariable;
  private summand?: tf.LayerVariable;

  constructor(args: TorchLayerNormArgs) {
    super(args);
    this.args = args;
  }

  override build(): void {
    const { weightShape, affine, bias } = this.args;
    const { ones, zeros } = tf.initializers;
    if (affine)
      this.factor = this.addWeight('weight', weightShape, 'float32', ones());
    if (bias)
      this.summand = this.addWeight('bias', weightShape, 'float32', zeros());
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const { axes, eps } = this.args;
      const values = centered(x, axes);
      const variance = tf.mean(tf.square(values), axes, true);
      let y = tf.div(values, tf.sqrt(tf.add(variance, eps)));
      if (this.factor) y = tf.mul(y, this.factor.read());
      return this.summand ? tf.add(y, this.summand.read()) : y;
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { axes, weightShape, eps, affine, bias } = this.args;
    return {
      ...super.getConfig(),
      ...{ axes, weightShape, eps, affine, bias },
    };
  }
}
tf.serialization.registerClass(TorchLayerNorm);

/**
 * The values less their mean. What rounding leaves of it goes in a second turn,
 * because a small variance would magnify it; the gradient needs one only.
 */
function centered(values: tf.Tensor, axes: number[]): tf.Tensor {
  const turn = (x: tf.Tensor) => tf.sub(x, tf.mean(x, axes, true));
  return tf.customGrad((x) => ({
    value: turn(turn(x as tf.Tensor)),
    gradFunc: (dy: tf.Tensor) => turn(dy),
  }))(values);
}
