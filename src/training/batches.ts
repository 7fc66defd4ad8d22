import * as tf from '@tensorflow/tfjs'
import type { Images } from './stepper.ts'

/** Images as tensors of one kind: [n, height, width, channels], values from 0 to 1. */
export interface Batches {
  readonly isResident: boolean
  /** The images with these indices. The caller disposes the tensor. */
  take(indices: Int32Array): tf.Tensor4D
  /** Neighbouring images. The caller disposes the tensor. */
  range(from: number, count: number): tf.Tensor4D
  dispose(): void
}

/**
 * The images on the device that tfjs computes on. A GPU holds all of them, so that a step uploads its indices alone;
 * where they do not fit into one buffer or texture, and for wasm and cpu, whose memory this is anyway, they stay
 * bytes and only a batch becomes floats.
 */
export function createBatches(images: Images, [channels, height, width]: readonly number[]): Batches {
  const side: [number, number, number] = [height!, width!, channels!]
  const size = height! * width! * channels!
  const fromHost = (count: number, indexOf: (i: number) => number): tf.Tensor4D => {
    const values = new Float32Array(count * size)
    for (let i = 0; i < count; i++) {
      const start = indexOf(i) * size
      const [from, to] = [start, i * size]
      for (let pixel = 0; pixel < size; pixel++) values[to + pixel] = images.pixels[from + pixel]! / 255
    }
    return tf.tensor4d(values, [count, ...side])
  }
  if (images.count === 0 || images.count * size * 4 > residentLimit()) {
    return {
      isResident: false,
      take: indices => fromHost(indices.length, i => indices[i]!),
      range: (from, count) => fromHost(count, i => from + i),
      dispose: () => {},
    }
  }
  const all = fromHost(images.count, i => i)
  return {
    isResident: true,
    take: indices => tf.tidy(() => tf.gather(all, tf.tensor1d(indices, 'int32'))),
    range: (from, count) => tf.slice(all, from, count),
    dispose: () => all.dispose(),
  }
}

/** The bytes that one tensor may have on the GPU of the current backend; 0 where it has none. */
function residentLimit(): number {
  switch (tf.getBackend()) {
    case 'webgpu': {
      const { device } = tf.backend() as unknown as { device: { limits: WebGpuLimits } }
      return Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize)
    }
    // One value a texel is the least that tfjs packs into a texture.
    case 'webgl':
      return tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE') ** 2 * 4
    default:
      return 0
  }
}

interface WebGpuLimits {
  readonly maxStorageBufferBindingSize: number
  readonly maxBufferSize: number
}
