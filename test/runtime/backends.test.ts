import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { probeBackends, startBackend } from '../../src/runtime/backends.ts'
import { checkBackend } from '../../src/runtime/checkBackend.ts'
import { isSoftwareDevice } from '../../src/runtime/probes.ts'

describe('the backends of Node', () => {
  test('are wasm and cpu, and wasm is the automatic one', async () => {
    const report = await probeBackends()
    expect(report.backends.filter(state => state.isAvailable).map(state => state.name)).toEqual([
      'wasm',
      'cpu',
    ])
    expect(report.automatic).toBe('wasm')
    expect(report.reason).toBe('WebAssembly because no GPU was found')
  })

  test('start as chosen', async () => {
    expect((await startBackend('cpu')).name).toBe('cpu')
    expect(tf.getBackend()).toBe('cpu')
    expect((await startBackend('auto')).name).toBe('wasm')
    expect(tf.getBackend()).toBe('wasm')
  })

  test('take the place of a backend that is not there, and the reason says so', async () => {
    expect(await startBackend('webgpu')).toEqual({
      name: 'wasm',
      reason: 'WebAssembly instead of WebGPU (this place has no WebGPU)',
    })
  })
})

describe('a backend that computes wrongly', () => {
  test('is passed over, and the reason says what is wrong', async () => {
    await startBackend('wasm')
    const right = tf.getKernel('Relu', 'wasm')!
    tf.unregisterKernel('Relu', 'wasm')
    tf.registerKernel({
      ...right,
      kernelFunc: ({ inputs }) => tf.zeros(inputs.x!.shape),
    })
    const started = await startBackend('wasm')
    tf.unregisterKernel('Relu', 'wasm')
    tf.registerKernel(right)
    expect(started.name).toBe('cpu')
    expect(started.reason).toMatch(/^JavaScript instead of WebAssembly \(it computes wrongly: the loss is /)
  })

  test('is not what any of ours is', async () => {
    for (const name of ['cpu', 'wasm'] as const) {
      await startBackend(name)
      expect(await checkBackend()).toBeUndefined()
    }
  })
})

test('drivers that compute on the processor are known by their names', () => {
  const names = [
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)',
    'llvmpipe (LLVM 15.0.6, 256 bits)',
    'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11, D3D11)',
    'google swiftshader',
  ]
  expect(names.every(isSoftwareDevice)).toBe(true)
  expect(isSoftwareDevice('ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)')).toBe(false)
})
