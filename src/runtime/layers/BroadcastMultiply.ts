import * as tf from '@tensorflow/tfjs';

type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export interface BroadcastMultiplyArgs extends LayerArgs {
  /**
   * The shape of each input as torch has it: channels first, without the batch.
   */
  shapes: number[][];
}

/**
 * The product of tensors of different shapes as torch has it: sample by sample,
 * axes counted from the last one, an axis of length 1 repeated. Images (three
 * axes) are stored channels last; tf.layers.multiply would pair their channels
 * with widths.
 */
export class BroadcastMultiply extends tf.layers.Layer {
  static readonly className = 'BroadcastMultiply';
  private readonly shapes: number[][];

  constructor(args: BroadcastMultiplyArgs) {
    super(args);
    this.shapes = args.shapes;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const rank = Math.max(...this.shapes.map((shape) => shape.length));
      const tensors = Array.isArray(inputs) ? inputs : [inputs];
      const product = tensors
        .map((tensor, i) => this.aligned(tensor, this.shapes[i]!, rank))
        .reduce((a, b) => tf.mul(a, b));
      return rank === 3 ? tf.transpose(product, [0, 2, 3, 1]) : product;
    });
  }

  /**
   * The tensor channels first, with axes of length 1 in front until it has the
   * rank of the product.
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
tf.serialization.registerClass(BroadcastMultiply);
