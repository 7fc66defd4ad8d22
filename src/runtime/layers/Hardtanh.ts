import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface HardtanhArgs extends LayerArgs {
  /** The smallest and the largest value that pass. */
  minVal: number;
  maxVal: number;
}

/**
 * `torch.nn.Hardtanh`, and ReLU6 as one from 0 to 6. Values at the bounds
 * themselves are not trained, as in torch; tf.clipByValue would train them.
 */
export class Hardtanh extends tf.layers.Layer {
  static readonly className = 'Hardtanh';
  private readonly args: HardtanhArgs;

  constructor(args: HardtanhArgs) {
    super(args);
    this.args = args;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const { minVal, maxVal } = this.args;
      // Among equals the first argument is trained, so the bounds come first.
      return tf.minimum(maxVal, tf.maximum(minVal, x));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { minVal, maxVal } = this.args;
    return { ...super.getConfig(), minVal, maxVal };
  }
}
tf.serialization.registerClass(Hardtanh);
