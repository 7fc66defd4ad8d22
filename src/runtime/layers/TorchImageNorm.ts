import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;
type CallArgs = Parameters<tf.layers.Layer['call']>[1];

export interface TorchImageNormArgs extends LayerArgs {
  /** True where each image has a mean and a variance of its own. */
  isByImage: boolean;
  /** Added to the variance. */
  eps: number;
  /** Share of a batch in the running statistics; null is torch's None. */
  momentum: number | null;
  /** True where each channel has a learned factor and summand. */
  affine: boolean;
  /** True where running statistics are kept, and used outside training. */
  trackRunningStats: boolean;
}

/**
 * `torch.nn.BatchNorm2d` and `InstanceNorm2d` on channels-last images, with
 * torch's running statistics: the variance is that of a sample, n / (n − 1)
 * times the one that it divides by. tf.layers.batchNormalization keeps others.
 */
export class TorchImageNorm extends tf.layers.Layer {
  static readonly className = 'TorchImageNorm';
  private readonly args: TorchImageNormArgs;
  private factor?: tf.LayerVariable;
  private summand?: tf.LayerVariable;
  private running?: {
    mean: tf.LayerVariable;
    variance: tf.LayerVariable;
    batches: tf.LayerVariable;
  };

  constructor(args: TorchImageNormArgs) {
    super(args);
    this.args = args;
    this.inputSpec = [{ ndim: 4 }];
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const channels = Number((inputShape as tf.Shape)[3]);
    const add = (
      name: string,
      shape: number[],
      start: 0 | 1,
      learns: boolean,
    ) =>
      this.addWeight(
        name,
        shape,
        'float32',
        start === 0 ? tf.initializers.zeros() : tf.initializers.ones(),
        undefined,
        learns,
      );
    if (this.args.affine) {
      this.factor = add('weight', [channels], 1, true);
      this.summand = add('bias', [channels], 0, true);
    }
    if (this.args.trackRunningStats) {
      this.running = {
        mean: add('running_mean', [channels], 0, false),
        variance: add('running_var', [channels], 1, false),
        batches: add('num_batches_tracked', [], 0, false),
      };
    }
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      if (this.running && !kwargs.training) {
        const { mean, variance } = this.running;
        return this.scaled(tf.sub(x, mean.read()), variance.read());
      }
      const { isByImage } = this.args;
      const [batch = 1, , , channels = 1] = x.shape;
      // Few axes, because means over several are slow on some backends.
      const lead = isByImage ? [batch] : [];
      const pixels = tf.reshape(x, [...lead, -1, channels]);
      const axes = [lead.length];
      const count = pixels.shape[lead.length]!;
      if (count === 1) {
        const images = isByImage ? 'larger images' : 'a larger batch or images';
        throw new Error(
          `${this.name} has one value per channel, which has no variance: ` +
            `it needs ${images}.`,
        );
      }
      const values = centered(pixels, axes);
      const variance = tf.mean(tf.square(values), axes, true);
      if (this.running) {
        const mean = tf.mean(pixels, axes, true);
        this.track(mean, tf.mul(variance, count / (count - 1)));
      }
      return tf.reshape(this.scaled(values, variance), x.shape);
    });
  }

  private scaled(values: tf.Tensor, variance: tf.Tensor): tf.Tensor {
    const deviation = tf.sqrt(tf.add(variance, this.args.eps));
    if (!this.factor || !this.summand) return tf.div(values, deviation);
    const scale = tf.div(this.factor.read(), deviation);
    return tf.add(tf.mul(values, scale), this.summand.read());
  }

  /** Moves the running statistics by one batch. */
  private track(mean: tf.Tensor, variance: tf.Tensor): void {
    if (!this.running) return;
    const { batches } = this.running;
    const { isByImage, momentum } = this.args;
    // torch counts the batches of BatchNorm2d only.
    if (!isByImage) batches.write(tf.add(batches.read(), 1));
    const share = momentum ?? (isByImage ? 0 : tf.div(1, batches.read()));
    const move = (kept: tf.LayerVariable, found: tf.Tensor) => {
      const rows = tf.reshape(found, [-1, ...kept.shape.map(Number)]);
      kept.write(
        tf.add(
          tf.mul(kept.read(), tf.sub(1, share)),
          tf.mul(tf.mean(rows, 0), share),
        ),
      );
    };
    move(this.running.mean, mean);
    move(this.running.variance, variance);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { isByImage, eps, momentum, affine, trackRunningStats } = this.args;
    return {
      ...super.getConfig(),
      ...{ isByImage, eps, momentum, affine, trackRunningStats },
    };
  }
}
tf.serialization.registerClass(TorchImageNorm);

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
