import * as tf from '@tensorflow/tfjs';

type Span = [from: number, to: number];
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface WindowMeanArgs extends LayerArgs {
  /**
   * For each row that comes out, the input rows that it covers, the last one
   * excluded.
   */
  rows: Span[];
  /** The same for columns. */
  columns: Span[];
  /**
   * What each row and each column divides its sum by; the number of pixels in
   * the window where it is not given.
   */
  rowDivisors?: number[];
  columnDivisors?: number[];
}

/**
 * Means over windows of channels-last images: `torch.nn.AvgPool2d` and
 * `torch.nn.AdaptiveAvgPool2d`. Built of two products with constant matrices,
 * because the gradient of tf.avgPool is wrong where there is padding.
 */
export class WindowMean extends tf.layers.Layer {
  static readonly className = 'WindowMean';
  private readonly args: WindowMeanArgs;

  constructor(args: WindowMeanArgs) {
    super(args);
    this.args = args;
    this.inputSpec = [{ ndim: 4 }];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { rows, columns, rowDivisors, columnDivisors } = this.args;
      const image = (
        Array.isArray(inputs) ? inputs[0]! : inputs
      ) as tf.Tensor4D;
      const [batch, height, width, channels] = image.shape;
      const short = average(
        tf.reshape(image, [batch, height, width * channels]),
        rows,
        rowDivisors,
      );
      const small = average(
        tf.reshape(short, [batch * rows.length, width, channels]),
        columns,
        columnDivisors,
      );
      return tf.reshape(small, [batch, rows.length, columns.length, channels]);
    });
  }

  override computeOutputShape([batch, , , channels]: tf.Shape): tf.Shape {
    return [batch!, this.args.rows.length, this.args.columns.length, channels!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { rows, columns, rowDivisors, columnDivisors } = this.args;
    return {
      ...super.getConfig(),
      ...{ rows, columns },
      ...(rowDivisors && { rowDivisors }),
      ...(columnDivisors && { columnDivisors }),
    };
  }
}
tf.serialization.registerClass(WindowMean);

/** Means along the middle axis. */
function average(
  lines: tf.Tensor3D,
  spans: Span[],
  divisors: number[] | undefined,
): tf.Tensor3D {
  const [outer, side, inner] = lines.shape;
  const isSame =
    spans.length === side &&
    divisors === undefined &&
    spans.every(([from, to], i) => from === i && to === i + 1);
  if (isSame) return lines;
  const shares = new Float32Array(side * spans.length);
  spans.forEach(([from, to], i) => {
    for (let at = from; at < to; at++)
      shares[at * spans.length + i] = 1 / (divisors?.[i] ?? to - from);
  });
  const last = tf.reshape(tf.transpose(lines, [0, 2, 1]), [
    outer * inner,
    side,
  ]);
  const means = tf.matMul(last, tf.tensor2d(shares, [side, spans.length]));
  return tf.transpose(
    tf.reshape(means, [outer, inner, spans.length]),
    [0, 2, 1],
  );
}
