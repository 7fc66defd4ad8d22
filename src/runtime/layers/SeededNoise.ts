import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;
type CallArgs = Parameters<tf.layers.Layer['call']>[1];

export interface SeededNoiseArgs extends LayerArgs {
  /** Standard deviation of what is added. */
  stddev: number;
}

/**
 * Normally distributed noise, in training only: what is drawn depends on the
 * seed, the layer's name and the number of the call. tf.layers.gaussianNoise
 * cannot be repeated.
 */
export class SeededNoise extends tf.layers.Layer {
  static readonly className = 'SeededNoise';
  /** Training steps so far; whoever goes on with a run sets it. */
  calls = 0;
  /** The seed of the run; whoever trains sets it. */
  seed = 0;
  private readonly stddev: number;

  constructor(args: SeededNoiseArgs) {
    super(args);
    this.stddev = args.stddev;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      if (!kwargs.training) return tf.clone(x);
      const seed = seedOf(this.seed, this.name, this.calls++);
      const noise = tf.randomNormal(x.shape, 0, this.stddev, 'float32', seed);
      return tf.add(x, noise);
    });
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), stddev: this.stddev };
  }
}
tf.serialization.registerClass(SeededNoise);

/** A seed that differs from run to run, layer to layer and step to step. */
function seedOf(run: number, name: string, call: number): number {
  let value = 0x811c9dc5;
  for (const letter of `${run}/${name}/${call}`)
    value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193);
  return value >>> 0;
}
