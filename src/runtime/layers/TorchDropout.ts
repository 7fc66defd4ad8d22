import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;
type CallArgs = Parameters<tf.layers.Layer['call']>[1];

export interface TorchDropoutArgs extends LayerArgs {
  /** Chance of a value to be set to 0, both bounds included. */
  rate: number;
  /** True where all values of a channel share their fate. */
  isByChannel: boolean;
}

/**
 * `torch.nn.Dropout` and `Dropout2d`: what is drawn depends on the seed, the
 * layer's name and the number of the call. tf.layers.dropout draws the same
 * mask in every step where it has a seed, and cannot be repeated where it has
 * none.
 */
export class TorchDropout extends tf.layers.Layer {
  static readonly className = 'TorchDropout';
  /** Training steps so far; whoever goes on with a run sets it. */
  calls = 0;
  /** The seed of the run; whoever trains sets it. */
  seed = 0;
  private readonly args: TorchDropoutArgs;

  constructor(args: TorchDropoutArgs) {
    super(args);
    this.args = args;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const { rate } = this.args;
      if (!kwargs.training || rate === 0) return tf.clone(x);
      const seed = seedOf(this.seed, this.name, this.calls++);
      if (rate === 1) return tf.mul(x, 0);
      const chances = tf.randomUniform(this.shapeOf(x), 0, 1, 'float32', seed);
      const kept = tf.cast(tf.greaterEqual(chances, rate), 'float32');
      return tf.mul(x, tf.div(kept, 1 - rate));
    });
  }

  /** Images are channels last; other tensors have their channels first. */
  private shapeOf(x: tf.Tensor): number[] {
    if (!this.args.isByChannel) return x.shape;
    const channels = x.rank === 4 ? 3 : 1;
    return x.shape.map((side, axis) =>
      axis === 0 || axis === channels ? side : 1,
    );
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { rate, isByChannel } = this.args;
    return { ...super.getConfig(), rate, isByChannel };
  }
}
tf.serialization.registerClass(TorchDropout);

/** A seed that differs from run to run, layer to layer and step to step. */
function seedOf(run: number, name: string, call: number): number {
  let value = 0x811c9dc5;
  for (const letter of `${run}/${name}/${call}`)
    value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193);
  return value >>> 0;
}
