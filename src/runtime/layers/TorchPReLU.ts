import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface TorchPReLUArgs extends LayerArgs {
  /** 1, or the number of channels. */
  numParameters: number;
  /** What the learned numbers start with. */
  init: number;
}

/**
 * `torch.nn.PReLU`, its weight in torch's shape. Images are channels last;
 * other tensors have their channels first.
 */
export class TorchPReLU extends tf.layers.Layer {
  static readonly className = 'TorchPReLU';
  private readonly args: TorchPReLUArgs;
  private alpha!: tf.LayerVariable;

  constructor(args: TorchPReLUArgs) {
    super(args);
    this.args = args;
  }

  override build(): void {
    const { numParameters, init } = this.args;
    this.alpha = this.addWeight(
      'alpha',
      [numParameters],
      'float32',
      tf.initializers.constant({ value: init }),
    );
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const behind = x.rank === 4 ? 0 : Math.max(x.rank - 2, 0);
      const ones = new Array<number>(behind).fill(1);
      const alpha = tf.reshape(this.alpha.read(), [-1, ...ones]);
      const below = tf.mul(alpha, tf.minimum(x, 0));
      return tf.add(below, tf.relu(x));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { numParameters, init } = this.args;
    return { ...super.getConfig(), numParameters, init };
  }
}
tf.serialization.registerClass(TorchPReLU);
