import * as tf from '@tensorflow/tfjs';

type Pair = [number, number];
type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;
type Initializer = ReturnType<typeof tf.initializers.zeros>;
type SavedInitializer = {
  className: string;
  config: tf.serialization.ConfigDict;
};

export interface TorchConvTranspose2dArgs extends LayerArgs {
  /** Channels that come out. */
  filters: number;
  /** Height and width of the kernel, as are all pairs here. */
  kernelSize: Pair;
  strides: Pair;
  /** Rows cut away above and below, columns left and right. */
  padding: Pair;
  /** Rows added below, columns added right. */
  outputPadding: Pair;
  /** Distance between the taps of the kernel. */
  dilation: Pair;
  /** Parts of the channels that do not see each other. */
  groups: number;
  useBias: boolean;
  kernelInitializer?: Initializer | SavedInitializer;
  biasInitializer?: Initializer | SavedInitializer;
}

/**
 * The transposed convolution of `torch.nn.ConvTranspose2d` on channels-last
 * images, with any padding, output padding, dilation and groups;
 * tf.layers.conv2dTranspose has none of these.
 */
export class TorchConvTranspose2d extends tf.layers.Layer {
  static readonly className = 'TorchConvTranspose2d';
  private readonly args: TorchConvTranspose2dArgs;
  private kernel!: tf.LayerVariable;
  private bias: tf.LayerVariable | undefined;

  constructor(args: TorchConvTranspose2dArgs) {
    super(args);
    this.args = args;
    this.inputSpec = [{ ndim: 4 }];
  }

  override build(inputShape: tf.Shape): void {
    const {
      filters,
      kernelSize,
      groups,
      useBias,
      kernelInitializer,
      biasInitializer,
    } = this.args;
    const shape = [...kernelSize, filters / groups, inputShape[3]!];
    this.kernel = this.addWeight(
      'kernel',
      shape,
      'float32',
      initializer(kernelInitializer),
    );
    if (useBias)
      this.bias = this.addWeight(
        'bias',
        [filters],
        'float32',
        initializer(biasInitializer),
      );
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const { strides, dilation, groups } = this.args;
      const image = (
        Array.isArray(inputs) ? inputs[0]! : inputs
      ) as tf.Tensor4D;
      const kernel = spread(this.kernel.read() as tf.Tensor4D, dilation);
      const images =
        groups === 1 ? [image] : tf.split<tf.Tensor4D>(image, groups, 3);
      const kernels =
        groups === 1 ? [kernel] : tf.split<tf.Tensor4D>(kernel, groups, 3);
      const [batch, height, width] = image.shape;
      const [reachDown, reachRight, filters] = kernel.shape;
      const painted: [number, number, number, number] = [
        batch,
        (height - 1) * strides[0] + reachDown,
        (width - 1) * strides[1] + reachRight,
        filters,
      ];
      const parts = images.map((part, i) =>
        tf.conv2dTranspose(part, kernels[i]!, painted, strides, 'valid'),
      );
      const output = this.trim(groups === 1 ? parts[0]! : tf.concat(parts, 3));
      return this.bias ? tf.add(output, this.bias.read()) : output;
    });
  }

  /**
   * Cuts the padding off all sides; what output padding asks for beyond the
   * painted rows is zero.
   */
  private trim(painted: tf.Tensor4D): tf.Tensor4D {
    const { padding, outputPadding } = this.args;
    const missing = padding.map((cut, axis) =>
      Math.max(0, outputPadding[axis]! - cut),
    ) as Pair;
    const extended = missing.some((rows) => rows > 0)
      ? tf.pad(painted, [
          [0, 0],
          [0, missing[0]],
          [0, missing[1]],
          [0, 0],
        ])
      : painted;
    const [batch, height, width, channels] = painted.shape;
    const size = [
      height - 2 * padding[0] + outputPadding[0],
      width - 2 * padding[1] + outputPadding[1],
    ] as const;
    if (size[0] === extended.shape[1] && size[1] === extended.shape[2])
      return extended;
    return tf.slice4d(
      extended,
      [0, padding[0], padding[1], 0],
      [batch, size[0], size[1], channels],
    );
  }

  override computeOutputShape([batch, ...sides]: tf.Shape): tf.Shape {
    const { filters, kernelSize, strides, padding, outputPadding, dilation } =
      this.args;
    const size = (axis: 0 | 1) =>
      (sides[axis]! - 1) * strides[axis] -
      2 * padding[axis] +
      dilation[axis] * (kernelSize[axis] - 1) +
      outputPadding[axis] +
      1;
    return [batch!, size(0), size(1), filters];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const {
      filters,
      kernelSize,
      strides,
      padding,
      outputPadding,
      dilation,
      groups,
      useBias,
    } = this.args;
    const { kernelInitializer, biasInitializer } = this.args;
    return {
      ...super.getConfig(),
      ...{
        filters,
        kernelSize,
        strides,
        padding,
        outputPadding,
        dilation,
        groups,
        useBias,
      },
      kernelInitializer: saved(kernelInitializer),
      biasInitializer: saved(biasInitializer),
    };
  }
}
tf.serialization.registerClass(TorchConvTranspose2d);

/**
 * The kernel with zeros between its taps, so that a transposed convolution
 * without dilation does what one with it would do.
 */
function spread(kernel: tf.Tensor4D, [down, right]: Pair): tf.Tensor4D {
  if (down === 1 && right === 1) return kernel;
  const [height, width, inputs, outputs] = kernel.shape;
  const rows = tf.pad(
    tf.reshape(kernel, [height, 1, width, inputs * outputs]),
    [
      [0, 0],
      [0, down - 1],
      [0, 0],
      [0, 0],
    ],
  );
  const both = tf.pad(
    tf.reshape(rows, [height * down, width, 1, inputs * outputs]),
    [
      [0, 0],
      [0, 0],
      [0, right - 1],
      [0, 0],
    ],
  );
  const all = tf.reshape<tf.Rank.R4>(both, [
    height * down,
    width * right,
    inputs,
    outputs,
  ]);
  return tf.slice4d(
    all,
    [0, 0, 0, 0],
    [down * (height - 1) + 1, right * (width - 1) + 1, inputs, outputs],
  );
}

/**
 * An initializer as it is given in code, or as it stands in a saved model;
 * zeros where there is none.
 */
function initializer(
  given: Initializer | SavedInitializer | undefined,
): Initializer {
  if (given === undefined || given === null) return tf.initializers.zeros();
  if (!('className' in given)) return given;
  const [make] =
    tf.serialization.SerializationMap.getMap().classNameMap[given.className]!;
  return new make(given.config) as Initializer;
}

const saved = (
  given: Initializer | SavedInitializer | undefined,
): tf.serialization.ConfigDict => {
  if (given && 'className' in given) return given;
  const made = initializer(given);
  return { className: made.getClassName(), config: made.getConfig() };
};
