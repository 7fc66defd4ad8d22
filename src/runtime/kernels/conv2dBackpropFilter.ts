import * as tf from '@tensorflow/tfjs';

/**
 * The filter gradient of a convolution, which the wasm backend lacks, as a
 * forward convolution: dW[i, j, c, f] is the sum over images and pixels of x
 * shifted by (i, j) times dy. So channels take the place of images, images that
 * of channels, dy is the kernel, and the stride of the forward pass is its
 * dilation.
 */
export const conv2dBackpropFilter: tf.KernelConfig = {
  kernelName: tf.Conv2DBackpropFilter,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => {
    const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
      attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    if (dataFormat !== 'NHWC')
      throw new Error(`Images must be channels last, not ${dataFormat}.`);
    const info = tf.backend_util.computeConv2DInfo(
      x.shape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { padInfo, outHeight, outWidth, strideHeight, strideWidth } = info;
    return tf.tidy(() => {
      // Exactly the rows that a window touches; where the stride leaves a rim,
      // it takes no part.
      const covered = window4d(
        x,
        [padInfo.top, padInfo.left],
        [
          (outHeight - 1) * strideHeight + info.filterHeight,
          (outWidth - 1) * strideWidth + info.filterWidth,
        ],
      );
      const images = tf.transpose(covered, [3, 1, 2, 0]);
      const kernel = tf.transpose(dy, [1, 2, 0, 3]);
      const gradient = tf.conv2d(images, kernel, 1, 'valid', 'NHWC', [
        strideHeight,
        strideWidth,
      ]);
      return tf.transpose(gradient, [1, 2, 0, 3]);
    });
  },
};
if (!tf.getKernel(tf.Conv2DBackpropFilter, 'wasm'))
  tf.registerKernel(conv2dBackpropFilter);

/**
 * `size` rows and columns of images that have endless zeros around them,
 * starting `before` rows above and columns left of the images; a negative
 * `before` starts inside.
 */
export function window4d(
  images: tf.Tensor4D,
  before: readonly [number, number],
  size: readonly [number, number],
): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const margin = (axis: 0 | 1, side: number): [number, number] => [
    Math.max(0, before[axis]),
    Math.max(0, size[axis] - before[axis] - side),
  ];
  const margins = [margin(0, height), margin(1, width)] as const;
  const isPadded = margins.flat().some((rows) => rows > 0);
  const padded = isPadded
    ? tf.pad(images, [[0, 0], margins[0], margins[1], [0, 0]])
    : images;
  if (padded.shape[1] === size[0] && padded.shape[2] === size[1]) return padded;
  const [top, left] = [Math.max(0, -before[0]), Math.max(0, -before[1])];
  return tf.slice4d(
    padded,
    [0, top, left, 0],
    [batch, size[0], size[1], channels],
  );
}
