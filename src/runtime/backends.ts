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
  const { name, failures } = await startFirst(report, [first, ...namesAfter(first, report)], options)
  const { detail } = stateOf(name, report)
  const usual = choice === 'auto' ? report.reason : `${backendTitles[name]} as chosen: ${detail}`
  const instead = `${backendTitles[name]} instead of ${failures.join(' and ')}`
  return { name, reason: failures.length === 0 ? usual : instead }
}

/**
 * Starts the next backend after one that has failed in its work, which is then let go of, so that it can start anew later.
 * @throws Error where none is left that works, with the reasons.
 */
export async function startNextBackend(
  failed: BackendName,
  options: BackendOptions = {},
): Promise<{ readonly name: BackendName; readonly reason: string }> {
  const report = await probeBackends()
  const { name, failures } = await startFirst(report, namesAfter(failed, report), options)
  letGoOf(failed)
  const others = failures.map(failure => ` and ${failure}`).join('')
  return { name, reason: `${backendTitles[name]} instead of ${backendTitles[failed]}, which failed${others}` }
}

/** Ends a backend; it is made anew where it is wanted again. */
function letGoOf(name: BackendName): void {
  const factory = tf.findBackendFactory(name)
  try {
    tf.removeBackend(name)
  } catch {
    // What is lost cannot always be tidied up; it is out of the registry all the same.
  }
  tf.registerBackend(name, factory)
}

const stateOf = (name: BackendName, report: BackendReport) =>
  report.backends.find(backend => backend.name === name)!

/** The backends to fall back to. */
const namesAfter = (first: BackendName, { backends }: BackendReport): BackendName[] =>
  backends
    .filter(({ name, isAvailable, isSoftware }) => {
      const isLater = backendNames.indexOf(name) > backendNames.indexOf(first)
      return isLater && isAvailable && !isSoftware
    })
    .map(({ name }) => name)

/** Starts the first of these that works. @throws Error where none does, with the reasons. */
async function startFirst(
  report: BackendReport,
  names: readonly BackendName[],
  options: BackendOptions,
): Promise<{ readonly name: BackendName; readonly failures: readonly string[] }> {
  const failures: string[] = []
  for (const name of names) {
    const { isAvailable, detail } = stateOf(name, report)
    const failure = isAvailable ? await tryBackend(name, options) : detail
    if (failure === undefined) return { name, failures }
    failures.push(`${backendTitles[name]} (${failure})`)
  }
  throw new Error(
    failures.length > 0 ? `No backend works: ${failures.join(', ')}.` : 'No other backend is left.',
  )
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
