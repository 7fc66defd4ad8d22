import * as tf from '@tensorflow/tfjs';

/**
 * `torch.nn.GELU` by its formula with tanh. tfjs has it as the activation
 * 'gelu_new', but cannot load a model that was saved with it.
 */
export class TanhGELU extends tf.layers.Layer {
  static readonly className = 'TanhGELU';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const cube = tf.mul(tf.mul(x, x), x);
      const place = tf.mul(
        Math.sqrt(2 / Math.PI),
        tf.add(x, tf.mul(0.044715, cube)),
      );
      return tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(place)));
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }
}
tf.serialization.registerClass(TanhGELU);
