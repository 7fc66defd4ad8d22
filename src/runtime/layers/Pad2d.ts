import * as tf from '@tensorflow/tfjs';

type Pair = [number, number];
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface Pad2dArgs extends LayerArgs {
  /**
   * Rows above and below, columns left and right; a negative number cuts as
   * many away.
   */
  padding: [Pair, Pair];
  /** What the margin is filled with; the names are torch's. */
  mode: 'zeros' | 'reflect' | 'replicate' | 'circular';
}

/**
 * A margin around channels-last images, as torch's ZeroPad2d, ReflectionPad2d,
 * ReplicationPad2d and `padding_mode` make it. Built of slices, because the
 * gradient of tf.mirrorPad loses what the margin contributes.
 */
export class Pad2d extends tf.layers.Layer {
  static readonly className = 'Pad2d';
  private readonly args: Pad2dArgs;

  constructor(args: Pad2dArgs) {
    super(args);
    this.args = args;
    this.inputSpec = [{ ndim: 4 }];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { padding, mode } = this.args;
      const image = (
        Array.isArray(inputs) ? inputs[0]! : inputs
      ) as tf.Tensor4D;
      return extend(extend(image, 1, padding[0], mode), 2, padding[1], mode);
    });
  }

  override computeOutputShape([
    batch,
    height,
    width,
    channels,
  ]: tf.Shape): tf.Shape {
    const [[top, bottom], [left, right]] = this.args.padding;
    return [batch!, height! + top + bottom, width! + left + right, channels!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      padding: this.args.padding,
      mode: this.args.mode,
    };
  }
}
tf.serialization.registerClass(Pad2d);

/** The image with a margin on both ends of one axis. */
function extend(
  image: tf.Tensor4D,
  axis: 1 | 2,
  [before, after]: Pair,
  mode: Pad2dArgs['mode'],
): tf.Tensor4D {
  const [added, removed] = [Math.max(before, 0), Math.max(-before, 0)];
  const [addedAfter, removedAfter] = [Math.max(after, 0), Math.max(-after, 0)];
  const parts = [image];
  if (added > 0) parts.unshift(margin(image, axis, added, mode, 'before'));
  if (addedAfter > 0)
    parts.push(margin(image, axis, addedAfter, mode, 'after'));
  const extended = parts.length > 1 ? tf.concat(parts, axis) : image;
  if (removed + removedAfter === 0) return extended;
  return slices(
    extended,
    axis,
    removed,
    extended.shape[axis] - removed - removedAfter,
  );
}

function margin(
  image: tf.Tensor4D,
  axis: 1 | 2,
  count: number,
  mode: Pad2dArgs['mode'],
  end: 'before' | 'after',
): tf.Tensor4D {
  const side = image.shape[axis];
  const isBefore = end === 'before';
  switch (mode) {
    case 'zeros':
      return tf.zeros(sized(image, axis, count));
    case 'reflect':
      return tf.reverse4d(
        slices(image, axis, isBefore ? 1 : side - 1 - count, count),
        axis,
      );
    case 'circular':
      return slices(image, axis, isBefore ? side - count : 0, count);
    case 'replicate':
      return tf.tile(
        slices(image, axis, isBefore ? 0 : side - 1, 1),
        axis === 1 ? [1, count, 1, 1] : [1, 1, count, 1],
      );
  }
}

/** `count` rows (axis 1) or columns (axis 2), the first of them at `start`. */
function slices(
  image: tf.Tensor4D,
  axis: 1 | 2,
  start: number,
  count: number,
): tf.Tensor4D {
  const begin: [number, number, number, number] =
    axis === 1 ? [0, start, 0, 0] : [0, 0, start, 0];
  return tf.slice4d(image, begin, sized(image, axis, count));
}

/** The shape of the image with another height (axis 1) or width (axis 2). */
function sized(
  image: tf.Tensor4D,
  axis: 1 | 2,
  side: number,
): [number, number, number, number] {
  const [batch, height, width, channels] = image.shape;
  return axis === 1
    ? [batch, side, width, channels]
    : [batch, height, side, channels];
}
