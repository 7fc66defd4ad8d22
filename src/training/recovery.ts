import type { BackendName } from '../runtime/backendReport.ts'
import { backendTitles } from '../runtime/backends.ts'
import type { Failure } from './loop.ts'

/** The most that a check of the running backend may take, in milliseconds. */
const longestCheck = 20_000

/**
 * Whether a failed run would do better on another backend. A loss that grows beyond all numbers on a backend that computes
 * rightly would do so on each; one that stands still on a GPU is what a shader that does not compile looks like.
 */
export async function isBackendAtFault(
  name: BackendName,
  { kind }: Failure,
  check: () => Promise<string | undefined>,
): Promise<boolean> {
  if (kind === 'device') return true
  if (kind === 'stuck' && (name === 'webgpu' || name === 'webgl')) return true
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<string>(resolve => {
    timer = setTimeout(resolve, longestCheck, 'it does not answer')
  })
  const fault = await Promise.race([check().catch(messageOf), tooLong])
  clearTimeout(timer)
  return fault !== undefined
}

/** What went wrong, as text. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The first line of a message as a sentence. */
export function sentence(message: string): string {
  const [line = ''] = message.trim().split('\n', 1)
  return /[.!?]$/.test(line) ? line : `${line}.`
}

const count = new Intl.NumberFormat('en-US')

/** What is left of a run that failed. */
export const keptWords = (step: number): string => `The weights of step ${count.format(step)} are kept.`

/** What happened to a run, and how it goes on. */
export const recoveryWords = (
  message: string,
  failed: BackendName,
  next: BackendName,
  step: number,
): string =>
  `${backendTitles[failed]} failed: ${sentence(message)} Training goes on with ${backendTitles[next]} from step ${count.format(step)}.`
