/** What this machine has, backend by backend, found out without starting tfjs on it. */
import type { BackendState } from './backendReport.ts'

/** Names that drivers give to a GPU that is computed by the processor. */
const software = /swiftshader|llvmpipe|lavapipe|softpipe|software|microsoft basic render/i

/** True for the name of a device that is the processor in disguise. */
export const isSoftwareDevice = (name: string): boolean => software.test(name)

/** The adapter that tfjs would take, by its name. */
export async function probeWebgpu(): Promise<BackendState> {
  const none = (detail: string): BackendState => ({
    name: 'webgpu',
    isAvailable: false,
    detail,
    isSoftware: false,
  })
  const gpu = typeof navigator === 'undefined' ? undefined : (navigator as { gpu?: GPU }).gpu
  if (!gpu) return none('this place has no WebGPU')
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
    if (!adapter) return none('no adapter')
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info
    const detail = description || [vendor, architecture || device].filter(Boolean).join(' ') || 'a GPU'
    const isSoftware = isFallbackAdapter || isSoftwareDevice(`${vendor} ${architecture} ${description}`)
    return { name: 'webgpu', isAvailable: true, detail, isSoftware }
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error))
  }
}

/** The renderer of a WebGL 2 context. */
export function probeWebgl(): BackendState {
  const none = (detail: string): BackendState => ({
    name: 'webgl',
    isAvailable: false,
    detail,
    isSoftware: false,
  })
  try {
    const gl = webgl2()
    if (!gl) return none('no WebGL 2')
    const renderer = rendererOf(gl)
    const hasFloats = gl.getExtension('EXT_color_buffer_float') !== null
    gl.getExtension('WEBGL_lose_context')?.loseContext()
    if (!hasFloats) return none(`${renderer} cannot render floats`)
    return { name: 'webgl', isAvailable: true, detail: renderer, isSoftware: isSoftwareDevice(renderer) }
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error))
  }
}

function webgl2(): WebGL2RenderingContext | null {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(1, 1).getContext('webgl2')
  if (typeof document !== 'undefined') return document.createElement('canvas').getContext('webgl2')
  return null
}

function rendererOf(gl: WebGL2RenderingContext): string {
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  const name = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  // "ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)" means the part in the middle.
  const inner = /^ANGLE \([^,]*, (.+?)(?:, [^,]*)?\)$/.exec(String(name))?.[1] ?? String(name)
  return inner.replace(/^ANGLE \w+ Renderer: /, '')
}

/** WebAssembly, and whether it may use threads. */
export function probeWasm(): BackendState {
  const isAvailable = typeof WebAssembly !== 'undefined'
  const cores = typeof navigator === 'undefined' ? 1 : (navigator.hardwareConcurrency ?? 1)
  const isThreaded = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true
  // tfjs starts half as many threads as there are cores.
  const threads = isThreaded ? Math.max(1, Math.floor(cores / 2)) : 1
  const detail = isAvailable
    ? `${threads} ${threads === 1 ? 'thread' : 'threads'}`
    : 'this place has no WebAssembly'
  return { name: 'wasm', isAvailable, detail, isSoftware: false }
}

/** Plain JavaScript, which runs everywhere. */
export const probeCpu = (): BackendState => ({
  name: 'cpu',
  isAvailable: true,
  detail: 'plain JavaScript, slow',
  isSoftware: false,
})
