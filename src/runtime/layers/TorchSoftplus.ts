import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface TorchSoftplusArgs extends LayerArgs {
  beta: number;
  /** Where beta·x is above it, the value passes as it is. */
  threshold: number;
}

/**
 * `torch.nn.Softplus`, log(1 + exp(beta·x)) / beta, with any beta and
 * threshold; the activation of tfjs has beta 1 only.
 */
export class TorchSoftplus extends tf.layers.Layer {
  static readonly className = 'TorchSoftplus';
  private readonly args: TorchSoftplusArgs;

  constructor(args: TorchSoftplusArgs) {
    super(args);
    this.args = args;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const { beta, threshold } = this.args;
      const scaled = tf.mul(x, beta);
      const soft = tf.div(tf.softplus(scaled), beta);
      // Not tf.where, because tf.greater has no gradient to pass on.
      const passes = tf.step(tf.sub(scaled, threshold));
      return tf.add(tf.mul(passes, x), tf.mul(tf.sub(1, passes), soft));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { beta, threshold } = this.args;
    return { ...super.getConfig(), beta, threshold };
  }
}
tf.serialization.registerClass(TorchSoftplus);
