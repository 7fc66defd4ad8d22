import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface TorchGroupNormArgs extends LayerArgs {
  /** Into so many groups the channels are split. */
  groups: number;
  /** Added to the variance. */
  eps: number;
  /** True where each channel has a learned factor and summand. */
  affine: boolean;
}

/**
 * `torch.nn.GroupNorm`. Images are channels last; other tensors have their
 * channels first.
 */
export class TorchGroupNorm extends tf.layers.Layer {
  static readonly className = 'TorchGroupNorm';
  private readonly args: TorchGroupNormArgs;
  private factor?: tf.LayerVariable;
  private summand?: tf.LayerVariable;

  constructor(args: TorchGroupNormArgs) {
    super(args);
    this.args = args;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const sides = inputShape as tf.Shape;
    const channels = Number(sides[sides.length === 4 ? 3 : 1]);
    const { ones, zeros } = tf.initializers;
    if (this.args.affine) {
      this.factor = this.addWeight('weight', [channels], 'float32', ones());
      this.summand = this.addWeight('bias', [channels], 'float32', zeros());
    }
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const { groups, eps } = this.args;
      const isImage = x.rank === 4;
      const [batch = 1] = x.shape;
      const channels = x.shape[isImage ? 3 : 1]!;
      const size = channels / groups;
      // torch refuses a single value, and takes a variance of 0 from others.
      if (x.size === groups) {
        throw new Error(
          `${this.name} has one value per group, which has no variance: ` +
            'it needs a larger batch, larger images or fewer groups.',
        );
      }
      const apart = isImage
        ? tf.reshape(x, [batch, -1, groups, size])
        : tf.reshape(x, [batch, groups, -1]);
      const axes = isImage ? [1, 3] : [2];
      const values = centered(apart, axes);
      const variance = tf.mean(tf.square(values), axes, true);
      const y = tf.reshape(
        tf.div(values, tf.sqrt(tf.add(variance, eps))),
        x.shape,
      );
      if (!this.factor || !this.summand) return y;
      const behind = isImage ? 0 : x.rank - 2;
      const sides = [channels, ...new Array<number>(behind).fill(1)];
      const factor = tf.reshape(this.factor.read(), sides);
      return tf.add(tf.mul(y, factor), tf.reshape(this.summand.read(), sides));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { groups, eps, affine } = this.args;
    return { ...super.getConfig(), groups, eps, affine };
  }
}
tf.serialization.registerClass(TorchGroupNorm);

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
