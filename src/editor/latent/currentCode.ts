/**
 * The one code that is being moved about: by its point on the plane or by the sliders of its coordinates. It is decoded
 * at once, and never more often than the laboratory can follow.
 */
import { create } from 'zustand'
import { lab } from '../store/lab.ts'
import { createLatest } from './latest.ts'

interface CurrentCode {
  readonly code: Float32Array | undefined
  /** What it is decoded to, or what the code before it was. */
  readonly picture: Float32Array | undefined
  readonly fault: string | undefined
  /** Takes another code and has it decoded. */
  move(code: Float32Array): void
  /** Forgets the code. */
  clear(): void
}

const decode = createLatest(
  (code: Float32Array) => lab().ask('decode', { count: 1, dims: code.length, values: code }),
  picture => useCurrentCode.setState({ picture, fault: undefined }),
  error => useCurrentCode.setState({ fault: error instanceof Error ? error.message : String(error) }),
)

export const useCurrentCode = create<CurrentCode>()(set => ({
  code: undefined,
  picture: undefined,
  fault: undefined,
  move: code => {
    set({ code })
    decode(code)
  },
  clear: () => set({ code: undefined, picture: undefined, fault: undefined }),
}))
