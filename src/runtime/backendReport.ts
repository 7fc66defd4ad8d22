/** The tfjs backends in the order of preference. */
export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const
export type BackendName = (typeof backendNames)[number]
export type BackendChoice = BackendName | 'auto'

/** What a probe found out about one backend on this machine. */
export interface BackendState {
  readonly name: BackendName
  readonly isAvailable: boolean
  /** The device, or why there is none: "Apple M2", "software rendering (SwiftShader)", "no adapter". */
  readonly detail: string
  /** True for a GPU that is the processor in disguise; such a backend is chosen only by hand. */
  readonly isSoftware: boolean
}

/** The backends of this machine, the one that `auto` means, and why in half a sentence. */
export interface BackendReport {
  readonly backends: readonly BackendState[]
  readonly automatic: BackendName
  readonly reason: string
}
