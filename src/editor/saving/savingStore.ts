import { create } from 'zustand'
import type { Fault } from '../../graph/fault.ts'

/** How it stands with saving; `text` is what the top bar says. */
export interface SavingState {
  readonly status: 'nothing' | 'saving' | 'saved' | 'failed'
  readonly text: string
  /** False until the document of the last visit is open; before that the canvas is not empty, but unknown. */
  readonly isReady: boolean
  /** The name of the model that another tab has open, where this tab works on a copy of it. */
  readonly copyOf: string | undefined
  /** A file that could not be read, and everything that is wrong with it. */
  readonly refusedFile: RefusedFile | undefined
}

export interface RefusedFile {
  readonly name: string
  readonly faults: readonly Fault[]
  /** What would help, in a sentence. */
  readonly remedy?: string
}

export const useSaving = create<SavingState>()(() => ({
  status: 'nothing',
  text: 'Nothing to save yet',
  isReady: false,
  copyOf: undefined,
  refusedFile: undefined,
}))

const texts = { nothing: 'Nothing to save yet', saving: 'Saving', saved: 'Saved' } as const

/** Says how it stands with saving. */
export function reportSaving(status: keyof typeof texts): void {
  useSaving.setState({ status, text: texts[status] })
}

/** Why nothing could be written, in half a sentence. */
export function whyNotSaved(error: unknown): string {
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
  if (isFull) return 'the browser has no room left'
  return error instanceof Error ? error.message : String(error)
}

/** Says that the document could not be saved, and why. */
export const reportFailure = (error: unknown): void =>
  useSaving.setState({ status: 'failed', text: `Not saved: ${whyNotSaved(error)}` })

/** Shows or hides what is wrong with a file. */
export const showRefusedFile = (refusedFile: RefusedFile | undefined): void =>
  useSaving.setState({ refusedFile })
