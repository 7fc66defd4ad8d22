import { create } from 'zustand'
import { createDataClient, type DataClient } from '../../training/data/client.ts'
import type { DroppedFile, Found, ImageShape } from '../../training/data/protocol.ts'
import { setSetting } from '../dock/train/setSetting.ts'
import { useEditor } from '../store/editorStore.ts'
import { plural } from '../ui/numbers.ts'
import { closeAddData } from './addDataStore.ts'
import { readOwnData } from './ownDataStore.ts'

/** How far the dialog is: nothing chosen, reading, or what was found. */
export type AddingStatus =
  | { readonly kind: 'empty' }
  | { readonly kind: 'reading'; readonly what: string; readonly part: number; readonly secondsLeft?: number }
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'keeping' }

interface AddingState {
  readonly status: AddingStatus
  readonly files: readonly DroppedFile[]
  /** The size that pictures get. */
  readonly shape: ImageShape
  /** Why the data could not be kept. */
  readonly fault: string | undefined
}

export const useAdding = create<AddingState>()(() => ({
  status: { kind: 'empty' },
  files: [],
  shape: [1, 28, 28],
  fault: undefined,
}))

let client: DataClient | undefined
/** Tells a newer reading from one that was cancelled. */
let reading = 0

/** Reads files, in place of those that were read before. */
export async function readDataFiles(files: readonly DroppedFile[], shape: ImageShape): Promise<void> {
  const own = ++reading
  client?.cancel()
  client ??= createDataClient()
  let began = performance.now()
  let before = 0
  useAdding.setState({
    files,
    shape,
    fault: undefined,
    status: { kind: 'reading', what: 'Starting', part: 0 },
  })
  try {
    const found = await client.ask('read', { files, shape }, (what, part) => {
      if (own !== reading) return
      // Unpacking, reading and decoding each begin anew, at their own pace.
      if (part < before) began = performance.now()
      before = part
      const seconds = (performance.now() - began) / 1000
      const left = part > 0.02 && seconds > 0.5 ? { secondsLeft: (seconds * (1 - part)) / part } : {}
      useAdding.setState({ status: { kind: 'reading', what, part, ...left } })
    })
    if (own === reading) useAdding.setState({ status: { kind: 'found', found } })
  } catch (error) {
    if (own !== reading) return
    const message = error instanceof Error ? error.message : String(error)
    const found = { isSized: false, notes: [], errors: [{ file: '', message }] }
    useAdding.setState({ status: { kind: 'found', found } })
  }
}

/** Ends what is being read and forgets it. */
export function stopAdding(): void {
  reading++
  client?.cancel()
  useAdding.setState({ status: { kind: 'empty' }, files: [], fault: undefined })
}

/** Keeps what was found under this name, and lets the model learn from it. */
export async function keepData(name: string): Promise<void> {
  const before = useAdding.getState().status
  useAdding.setState({ status: { kind: 'keeping' }, fault: undefined })
  try {
    const facts = await client!.ask('keep', { name })
    await readOwnData()
    setSetting('dataset', `own:${name}`)
    closeAddData()
    stopAdding()
    const { show, say } = useEditor.getState()
    show({ dockTab: 'train', isDockOpen: true })
    say(`${name}: ${plural(facts.trainCount + facts.testCount, 'image')}, which the model learns from now.`)
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error)
    useAdding.setState({ status: before, fault })
  }
}
