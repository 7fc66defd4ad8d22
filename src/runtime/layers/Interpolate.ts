import * as tf from '@tensorflow/tfjs';

type Pair = [number, number];
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface InterpolateArgs extends LayerArgs {
  /** Height and width that come out. */
  size: Pair;
  /** Input pixels per output pixel, down and right. */
  ratio: Pair;
  /**
   * True where the middles of the corner pixels stay in place; false where the
   * outer edges do.
   */
  alignCorners: boolean;
  /** True for bicubic in place of bilinear. */
  isCubic?: boolean;
}

/**
 * The bilinear and bicubic `torch.nn.Upsample` on channels-last images. Built
 * of two products with constant matrices, because the gradient of
 * tf.image.resizeBilinear is wrong with half-pixel centres, which are torch's
 * default.
 */
export class Interpolate extends tf.layers.Layer {
  static readonly className = 'Interpolate';
  private readonly args: InterpolateArgs;

  constructor(args: InterpolateArgs) {
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
      const rows = this.along(
        tf.reshape(image, [batch, height, width * channels]),
        0,
      );
      const columns = this.along(
        tf.reshape(rows, [batch * size[0], width, channels]),
        1,
      );
      return tf.reshape(columns, [batch, ...size, channels]);
    });
  }

  /** Resamples the middle axis: the rows (0) or columns (1) of the image. */
  private along(lines: tf.Tensor3D, axis: 0 | 1): tf.Tensor3D {
    const { size, ratio, alignCorners, isCubic } = this.args;
    const [outer, side, inner] = lines.shape;
    const count = size[axis];
    if (count === side && ratio[axis] === 1) return lines;
    // Column i holds the shares of the pixels around the place of output i.
    const shares = new Float32Array(side * count);
    for (let i = 0; i < count; i++) {
      const place = alignCorners
        ? i * ratio[axis]
        : (i + 0.5) * ratio[axis] - 0.5;
      for (const [pixel, share] of isCubic ? cubic(place) : linear(place)) {
        const row = Math.min(Math.max(pixel, 0), side - 1);
        shares[row * count + i]! += share;
      }
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
    const { size, ratio, alignCorners, isCubic = false } = this.args;
    return { ...super.getConfig(), size, ratio, alignCorners, isCubic };
  }
}
tf.serialization.registerClass(Interpolate);

/** The two pixels around a place and their shares. */
function linear(place: number): Pair[] {
  const [before, share] = [Math.floor(place), place - Math.floor(place)];
  return [
    [before, 1 - share],
    [before + 1, share],
  ];
}

/** The four pixels around a place, by cubic convolution with a = −0.75. */
function cubic(place: number): Pair[] {
  const [before, share] = [Math.floor(place), place - Math.floor(place)];
  const near = (x: number) => (1.25 * x - 2.25) * x * x + 1;
  const far = (x: number) => ((-0.75 * x + 3.75) * x - 6) * x + 3;
  return [
    [before - 1, far(1 + share)],
    [before, near(share)],
    [before + 1, near(1 - share)],
    [before + 2, far(2 - share)],
  ];
}
