import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface TorchELUArgs extends LayerArgs {
  /** What negative values tend to, with its sign turned. */
  alpha: number;
}

/** `torch.nn.ELU` with any alpha; tf.layers.elu has 1 only. */
export class TorchELU extends tf.layers.Layer {
  static readonly className = 'TorchELU';
  private readonly alpha: number;

  constructor(args: TorchELUArgs) {
    super(args);
    this.alpha = args.alpha;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      // 0 itself is trained by the lower half, as in torch: x comes first.
      const below = tf.elu(tf.minimum(x, 0));
      return tf.add(tf.relu(x), tf.mul(this.alpha, below));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}
tf.serialization.registerClass(TorchELU);
