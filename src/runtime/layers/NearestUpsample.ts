import * as tf from '@tensorflow/tfjs';

type Pair = [number, number];
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface NearestUpsampleArgs extends LayerArgs {
  /** Height and width that come out. */
  size: Pair;
  /**
   * Input pixels per output pixel, down and right: output row `i` shows input
   * row `floor(i · ratio)`, in single precision as torch computes it.
   */
  ratio: Pair;
  /** True for torch's `nearest-exact`: `floor((i + 0.5) · ratio)`. */
  isExact?: boolean;
}

/**
 * The nearest-neighbour `torch.nn.Upsample` on channels-last images, for whole
 * and broken factors. Built of copies and products with 0/1 matrices, because
 * the gradient of tf.image.resizeNearestNeighbor is wrong on the cpu backend
 * for batches, and that of tf.gather is missing on wasm.
 */
export class NearestUpsample extends tf.layers.Layer {
  static readonly className = 'NearestUpsample';
  private readonly args: NearestUpsampleArgs;

  constructor(args: NearestUpsampleArgs) {
    super(args);
    this.args = args;
    this.inputSpec = [{ ndim: 4 }];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { size, ratio, isExact = false } = this.args;
      const offset = isExact ? 0.5 : 0;
      const image = (
        Array.isArray(inputs) ? inputs[0]! : inputs
      ) as tf.Tensor4D;
      const [batch, height, width, channels] = image.shape;
      const rows = resample(
        tf.reshape(image, [batch, height, width * channels]),
        size[0],
        ratio[0],
        offset,
      );
      const columns = resample(
        tf.reshape(rows, [batch * size[0], width, channels]),
        size[1],
        ratio[1],
        offset,
      );
      return tf.reshape(columns, [batch, ...size, channels]);
    });
  }

  override computeOutputShape([batch, , , channels]: tf.Shape): tf.Shape {
    return [batch!, ...this.args.size, channels!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { size, ratio, isExact = false } = this.args;
    return { ...super.getConfig(), size, ratio, isExact };
  }
}
tf.serialization.registerClass(NearestUpsample);

/** Resamples the middle axis. */
function resample(
  lines: tf.Tensor3D,
  size: number,
  ratio: number,
  offset: number,
): tf.Tensor3D {
  const [outer, side, inner] = lines.shape;
  const single = Math.fround(ratio);
  const sources = Array.from({ length: size }, (_, i) =>
    Math.min(Math.floor(Math.fround((i + offset) * single)), side - 1),
  );
  if (sources.every((source, i) => source === i) && size === side) return lines;
  const factor = size / side;
  if (
    Number.isInteger(factor) &&
    sources.every((source, i) => source === Math.floor(i / factor))
  ) {
    // Times ones: tf.tile is ten times slower on wasm.
    const copies = tf.mul(
      tf.reshape(lines, [outer * side, 1, inner]),
      tf.ones([1, factor, 1]),
    );
    return tf.reshape(copies, [outer, size, inner]);
  }
  // Column i of the matrix picks the source of output i.
  const picks = new Float32Array(side * size);
  sources.forEach((source, i) => {
    picks[source * size + i] = 1;
  });
  const last = tf.reshape(tf.transpose(lines, [0, 2, 1]), [
    outer * inner,
    side,
  ]);
  const picked = tf.matMul(last, tf.tensor2d(picks, [side, size]));
  return tf.transpose(tf.reshape(picked, [outer, inner, size]), [0, 2, 1]);
}
