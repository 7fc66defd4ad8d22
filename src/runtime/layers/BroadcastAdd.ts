import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface BroadcastAddArgs extends LayerArgs {
  /**
   * The shape of each input as torch has it: channels first, without the batch.
   */
  shapes: number[][];
}

/**
 * The sum of tensors of different shapes as torch adds them: sample by sample,
 * axes counted from the last one, an axis of length 1 repeated. Images (three
 * axes) are stored channels last; tf.layers.add would pair their channels with
 * widths.
 */
export class BroadcastAdd extends tf.layers.Layer {
  static readonly className = 'BroadcastAdd';
  private readonly shapes: number[][];

  constructor(args: BroadcastAddArgs) {
    super(args);
    this.shapes = args.shapes;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const rank = Math.max(...this.shapes.map((shape) => shape.length));
      const tensors = Array.isArray(inputs) ? inputs : [inputs];
      const sum = tensors
        .map((tensor, i) => this.aligned(tensor, this.shapes[i]!, rank))
        .reduce((a, b) => tf.add(a, b));
      return rank === 3 ? tf.transpose(sum, [0, 2, 3, 1]) : sum;
    });
  }

  /**
   * The tensor channels first, with axes of length 1 in front until it has the
   * rank of the sum.
   */
  private aligned(tensor: tf.Tensor, shape: number[], rank: number): tf.Tensor {
    const first =
      shape.length === 3 ? tf.transpose(tensor, [0, 3, 1, 2]) : tensor;
    const ones = new Array<number>(rank - shape.length).fill(1);
    return tf.reshape(first, [tensor.shape[0]!, ...ones, ...shape]);
  }

  override computeOutputShape(inputShapes: tf.Shape | tf.Shape[]): tf.Shape {
    const rank = Math.max(...this.shapes.map((shape) => shape.length));
    const sides = Array.from({ length: rank }, (_, axis) =>
      this.shapes
        .map((shape) => shape[shape.length - rank + axis] ?? 1)
        .reduce((a, b) => (a === 1 ? b : a)),
    );
    const [first] = inputShapes;
    const batch = Array.isArray(first) ? first[0]! : (first ?? null);
    return rank === 3
      ? [batch, sides[1]!, sides[2]!, sides[0]!]
      : [batch, ...sides];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), shapes: this.shapes };
  }
}
tf.serialization.registerClass(BroadcastAdd);
