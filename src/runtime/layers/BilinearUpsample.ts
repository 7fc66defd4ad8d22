import * as tf from '@tensorflow/tfjs';

type Pair = [number, number];
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface BilinearUpsampleArgs extends LayerArgs {
  /** Height and width that come out. */
  size: Pair;
  /** Input pixels per output pixel, down and right. */
  ratio: Pair;
  /** True where the middles of the corner pixels stay in place; false where the outer edges do. */
  alignCorners: boolean;
}

/**
 * The bilinear `torch.nn.Upsample` on channels-last images. Built of two products with constant matrices, because the
 * gradient of tf.image.resizeBilinear is wrong with half-pixel centres, which are torch's default.
 */
export class BilinearUpsample extends tf.layers.Layer {
  static readonly className = 'BilinearUpsample';
  private readonly args: BilinearUpsampleArgs;

  constructor(args: BilinearUpsampleArgs) {
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
      const rows = this.resample(
        tf.reshape(image, [batch, height, width * channels]),
        0,
      );
      const columns = this.resample(
        tf.reshape(rows, [batch * size[0], width, channels]),
        1,
      );
      return tf.reshape(columns, [batch, ...size, channels]);
    });
  }

  /** Resamples the middle axis: the rows (0) or columns (1) of the image. */
  private resample(lines: tf.Tensor3D, axis: 0 | 1): tf.Tensor3D {
    const { size, ratio, alignCorners } = this.args;
    const [outer, side, inner] = lines.shape;
    const count = size[axis];
    // Column i holds the shares of the two pixels between which output i lies (torch's `area_pixel_compute_source_index`).
    const shares = new Float32Array(side * count);
    for (let i = 0; i < count; i++) {
      const place = alignCorners
        ? i * ratio[axis]
        : Math.max(0, (i + 0.5) * ratio[axis] - 0.5);
      const before = Math.min(Math.floor(place), side - 1);
      const after = Math.min(before + 1, side - 1);
      const share = Math.min(1, place - before);
      shares[before * count + i]! += 1 - share;
      shares[after * count + i]! += share;
    }
    const last = tf.reshape(tf.transpose(lines, [0, 2, 1]), [
      outer * inner,
      side,
    ]);
    const mixed = tf.matMul(last, tf.tensor2d(shares, [side, count]));
    return tf.transpose(tf.reshape(mixed, [outer, inner, count]), [0, 2, 1]);
  }

  override computeOutputShape([batch, , , channels]: tf.Shape): tf.Shape {
    return [batch!, ...this.args.size, channels!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { size, ratio, alignCorners } = this.args;
    return { ...super.getConfig(), size, ratio, alignCorners };
  }
}
tf.serialization.registerClass(BilinearUpsample);
