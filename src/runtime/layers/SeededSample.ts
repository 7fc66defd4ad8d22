import * as tf from '@tensorflow/tfjs';

type CallArgs = Parameters<tf.layers.Layer['call']>[1];

/**
 * A draw from the Gaussian with the given means and logarithms of variances, in
 * training only: mean + exp(logvar / 2) · ε, otherwise the mean. What is drawn
 * depends on the seed, the layer's name and the number of the call.
 */
export class SeededSample extends tf.layers.Layer {
  static readonly className = 'SeededSample';
  /** Training steps so far; whoever goes on with a run sets it. */
  calls = 0;
  /** The seed of the run; whoever trains sets it. */
  seed = 0;

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const [mean, logvar] = inputs as [tf.Tensor, tf.Tensor];
      if (!kwargs.training) return tf.clone(mean);
      const seed = seedOf(this.seed, this.name, this.calls++);
      const noise = tf.randomNormal(mean.shape, 0, 1, 'float32', seed);
      const deviation = tf.exp(tf.mul(logvar, 0.5));
      return tf.add(mean, tf.mul(deviation, noise));
    });
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return (inputShape as tf.Shape[])[0]!;
  }
}
tf.serialization.registerClass(SeededSample);

/** A seed that differs from run to run, layer to layer and step to step. */
function seedOf(run: number, name: string, call: number): number {
  let value = 0x811c9dc5;
  for (const letter of `${run}/${name}/${call}`)
    value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193);
  return value >>> 0;
}
