/** Works out principal angles beside the page: those of a wide code take longer than a frame. */
import { principalAngles, type Span } from '../latent/angles.ts'

/** Page to worker. */
export interface AnglesRequest {
  readonly id: number
  readonly spans: readonly [Span, Span]
}

/** Worker to page: angles in radians, or why there are none. */
export type AnglesReport =
  | { readonly id: number; readonly angles: readonly number[] }
  | { readonly id: number; readonly message: string }

addEventListener('message', ({ data: { id, spans } }: MessageEvent<AnglesRequest>) => {
  try {
    postMessage({ id, angles: principalAngles(...spans) } satisfies AnglesReport)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    postMessage({ id, message } satisfies AnglesReport)
  }
})
