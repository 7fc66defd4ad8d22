import * as tf from '@tensorflow/tfjs'
import { conv2dBackpropFilter } from './conv2dBackpropFilter.ts'
import { conv2dBackpropInput } from './conv2dBackpropInput.ts'
import { unsortedSegmentSum } from './unsortedSegmentSum.ts'

const kernels = [conv2dBackpropFilter, conv2dBackpropInput, unsortedSegmentSum]

/**
 * Gives the wasm backend the kernels that it lacks, and fast ones where its own are slow. To be called when that backend
 * has been imported; calling it again changes nothing.
 */
export function registerKernels(): void {
  for (const kernel of kernels) {
    const present = tf.getKernel(kernel.kernelName, kernel.backendName)
    if (present === kernel) continue
    if (present) tf.unregisterKernel(kernel.kernelName, kernel.backendName)
    tf.registerKernel(kernel)
  }
}
