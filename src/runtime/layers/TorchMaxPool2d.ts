import * as tf from '@tensorflow/tfjs';

type Pair = [number, number];
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface TorchMaxPool2dArgs extends LayerArgs {
  /** Height and width of the window, as are all pairs here. */
  poolSize: Pair;
  strides: Pair;
  /**
   * Rows above and columns left that never win; as many follow below and
   * right, or fewer, as the size asks for.
   */
  padding: Pair;
  /** Distance between the pixels of a window. */
  dilation: Pair;
  /**
   * Height and width that come out, which is where torch's `ceil_mode` shows.
   */
  size: Pair;
}

/**
 * `torch.nn.MaxPool2d` on channels-last images. Among equal values the first
 * one, row by row, gets the whole gradient, as in torch. Built of slices and
 * tf.maximum, because tf.maxPool has no such padding and dilation, and its
 * gradient on wasm is wrong where all values are negative.
 */
export class TorchMaxPool2d extends tf.layers.Layer {
  static readonly className = 'TorchMaxPool2d';
  private readonly args: TorchMaxPool2dArgs;

  constructor(args: TorchMaxPool2dArgs) {
    super(args);
    this.args = args;
    this.inputSpec = [{ ndim: 4 }];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { size } = this.args;
      const image = (
        Array.isArray(inputs) ? inputs[0]! : inputs
      ) as tf.Tensor4D;
      const [batch, height, width, channels] = image.shape;
      // Columns before rows, so that the first of equal values is the first
      // one row by row.
      const columns = this.pool(
        tf.reshape(image, [batch * height, width, channels]),
        1,
      );
      const rows = this.pool(
        tf.reshape(columns, [batch, height, size[1] * channels]),
        0,
      );
      return tf.reshape(rows, [batch, ...size, channels]);
    });
  }

  /**
   * The largest values along the middle axis: the rows (0) or columns (1) of
   * the image.
   */
  private pool(lines: tf.Tensor3D, axis: 0 | 1): tf.Tensor3D {
    const { poolSize, strides, padding, dilation, size } = this.args;
    const [pool, stride, before, spread, count] = [
      poolSize,
      strides,
      padding,
      dilation,
      size,
    ].map((pair) => pair[axis]) as [number, number, number, number, number];
    const [outer, side, inner] = lines.shape;
    const needed = (pool - 1) * spread + count * stride;
    // Not −∞, which shaders have no word for.
    const padded = tf.pad(
      lines,
      [
        [0, 0],
        [before, Math.max(0, needed - before - side)],
        [0, 0],
      ],
      -3e38,
    );
    const taps = Array.from({ length: pool }, (_, tap) => {
      const run = tf.slice(
        padded,
        [0, tap * spread, 0],
        [outer, count * stride, inner],
      );
      const grouped = tf.reshape(run, [outer, count, stride, inner]);
      return stride === 1
        ? grouped
        : tf.slice(grouped, [0, 0, 0, 0], [outer, count, 1, inner]);
    });
    return tf.reshape(
      taps.reduce((largest, tap) => tf.maximum(largest, tap)),
      [outer, count, inner],
    );
  }

  override computeOutputShape([batch, , , channels]: tf.Shape): tf.Shape {
    return [batch!, ...this.args.size, channels!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { poolSize, strides, padding, dilation, size } = this.args;
    return { ...super.getConfig(), poolSize, strides, padding, dilation, size };
  }
}
tf.serialization.registerClass(TorchMaxPool2d);
