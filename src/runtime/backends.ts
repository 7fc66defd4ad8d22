/**
 * Which tfjs backend runs the network. A GPU that is the processor in disguise (SwiftShader, llvmpipe, …) counts as none,
 * because wasm is 20 to 120 times faster there. A backend is used only after a small network has given the right numbers
 * on it: on WebGPU a shader that does not compile yields zeros and no exception.
 */
import * as tf from '@tensorflow/tfjs'
import { type BackendChoice, type BackendName, type BackendReport, backendNames } from './backendReport.ts'
import { checkBackend } from './checkBackend.ts'
import { registerKernels } from './kernels/registerKernels.ts'
import { probeCpu, probeWasm, probeWebgl, probeWebgpu } from './probes.ts'

/** The names as people write them. */
export const backendTitles: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
}

export interface BackendOptions {
  /** Where the wasm binaries lie: a folder's address with a slash at its end, or one address for each binary. */
  readonly wasmPaths?: string | Readonly<Record<string, string>>
  /** Called for each error that the GPU reports outside of any call; what is computed from then on may be zeros. */
  readonly onDeviceError?: (message: string) => void
}

/** Finds out which backends this machine has; starts none of them. Works in a page, a worker and Node. */
export async function probeBackends(): Promise<BackendReport> {
  const backends = [await probeWebgpu(), probeWebgl(), probeWasm(), probeCpu()]
  const automatic = backends.find(state => state.isAvailable && !state.isSoftware)!
  const passedOver = backends.slice(0, backends.indexOf(automatic))
  const software = passedOver.find(state => state.isSoftware)
  const isGpu = automatic.name === 'webgpu' || automatic.name === 'webgl'
  const why = isGpu
    ? `on ${automatic.detail}`
    : software
      ? `because the GPU is software: ${software.detail}`
      : 'because no GPU was found'
  return { backends, automatic: automatic.name, reason: `${backendTitles[automatic.name]} ${why}` }
}

/**
 * Starts the chosen backend, or the best one, and checks that it computes rightly; where it does not start or is wrong, the
 * next one is taken and the reason says so.
 * @throws Error where no backend works, with the reasons.
 */
export async function startBackend(
  choice: BackendChoice,
  options: BackendOptions = {},
): Promise<{ readonly name: BackendName; readonly reason: string }> {
  // Without this, tfjs advertises its Node backend on the console.
  tf.enableProdMode()
  const report = await probeBackends()
  const first = choice === 'auto' ? report.automatic : choice
  const usable = report.backends.filter(state => state.isAvailable && !state.isSoftware)
  const later = usable.filter(
    ({ name }) => name !== first && backendNames.indexOf(name) > backendNames.indexOf(first),
  )
  const failures: string[] = []
  for (const name of [first, ...later.map(state => state.name)]) {
    const state = report.backends.find(backend => backend.name === name)!
    const failure = state.isAvailable ? await tryBackend(name, options) : state.detail
    if (failure === undefined) {
      const usual = choice === 'auto' ? report.reason : `${backendTitles[name]} as chosen: ${state.detail}`
      const instead = `${backendTitles[name]} instead of ${failures.join(' and ')}`
      return { name, reason: failures.length === 0 ? usual : instead }
    }
    failures.push(`${backendTitles[name]} (${failure})`)
  }
  throw new Error(`No backend works: ${failures.join(', ')}.`)
}

/** Why this backend cannot be used; undefined where it has been started and is right. */
async function tryBackend(name: BackendName, options: BackendOptions): Promise<string | undefined> {
  const deviceErrors: string[] = []
  let isChecking = true
  const onDeviceError = (message: string) => {
    if (isChecking) deviceErrors.push(message)
    else options.onDeviceError?.(message)
  }
  try {
    const isStarted = await starters[name](options, onDeviceError)
    if (!isStarted) return 'it does not start'
    const fault = await checkBackend()
    return deviceErrors.length > 0 ? `the device reports: ${firstLine(deviceErrors[0]!)}` : fault
  } catch (error) {
    return firstLine(error instanceof Error ? error.message : String(error))
  } finally {
    isChecking = false
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!

type Starter = (options: BackendOptions, onDeviceError: (message: string) => void) => Promise<boolean>

const starters: Readonly<Record<BackendName, Starter>> = {
  webgpu: async (_, onDeviceError) => {
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu')
    if (!(await tf.setBackend('webgpu'))) return false
    await tf.ready()
    const backend = tf.backend()
    if (!(backend instanceof WebGPUBackend)) return false
    backend.device.addEventListener('uncapturederror', event => {
      onDeviceError((event as GPUUncapturedErrorEvent).error.message)
    })
    void backend.device.lost.then(({ message }) => onDeviceError(`The GPU was lost: ${message}`))
    return true
  },
  webgl: () => tf.setBackend('webgl'),
  wasm: async ({ wasmPaths }) => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
    if (wasmPaths !== undefined && tf.getBackend() !== 'wasm') setWasmPaths(wasmPaths)
    registerKernels()
    return tf.setBackend('wasm')
  },
  cpu: () => tf.setBackend('cpu'),
}
