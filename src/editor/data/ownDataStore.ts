import { create } from 'zustand'
import type { OwnFacts } from '../../training/data/protocol.ts'
import { useEditor } from '../store/editorStore.ts'

interface OwnDataState {
  /** What this browser keeps, by name; undefined until it has been asked. */
  readonly own: readonly OwnFacts[] | undefined
  /** Why the browser's storage could not be read. */
  readonly fault: string | undefined
}

/** A person's own data in this browser. */
export const useOwnData = create<OwnDataState>()(() => ({ own: undefined, fault: undefined }))

let loading: Promise<void> | undefined

/** Asks the browser what it keeps, once. */
export const loadOwnData = (): Promise<void> => {
  loading ??= readOwnData()
  return loading
}

/** Asks again, after data was added or deleted, here or by a worker. */
export async function readOwnData(): Promise<void> {
  try {
    const { listOwn } = await import('../../training/data/ownStore.ts')
    useOwnData.setState({ own: await listOwn(), fault: undefined })
  } catch (error) {
    useOwnData.setState({ own: [], fault: error instanceof Error ? error.message : String(error) })
  }
  // Whether a document can be trained depends on what is kept; whoever asks that looks again when sizes are new.
  useEditor.setState(({ inference }) => ({ inference: { ...inference } }))
}

/** Forgets data for good. */
export async function deleteOwnData(name: string): Promise<void> {
  const { removeOwn } = await import('../../training/data/ownStore.ts')
  await removeOwn(name)
  await readOwnData()
}
