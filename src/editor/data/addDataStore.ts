import { create } from 'zustand'
import type { DroppedFile } from '../../training/data/protocol.ts'

/** Files that are to become data; undefined while no dialog is open. */
interface AddDataState {
  readonly files: readonly DroppedFile[] | undefined
}

/** The dialog that adds data, and the files that it was opened with: none where they are still to be chosen. */
export const useAddData = create<AddDataState>()(() => ({ files: undefined }))

export const openAddData = (files: readonly DroppedFile[]): void => useAddData.setState({ files })
export const closeAddData = (): void => useAddData.setState({ files: undefined })

/** True where a dropped file can be data rather than a model. */
const isDataName = (name: string): boolean =>
  /\.(gz|npz|npy|zip|csv|tsv|png|jpe?g|webp|gif|bmp|avif)$|ubyte$/i.test(name)

/** The list of an archive's files stands at its end; the archive of a run has weights in it. */
async function isRun(file: File): Promise<boolean> {
  const end = await file.slice(-65_536).arrayBuffer()
  return new TextDecoder('latin1').decode(end).includes('.safetensors')
}

/**
 * Opens the dialog with what was dropped, where that is data: files by their names, several at once, or folders. A single
 * other file, and the archive of a run, goes to `openModel`.
 */
export async function takeDropped(
  transfer: DataTransfer | null,
  openModel: (file: File) => void,
): Promise<void> {
  // Both lists are empty once the event is over.
  const entries = [...(transfer?.items ?? [])].flatMap(item => item.webkitGetAsEntry() ?? [])
  const files = [...(transfer?.files ?? [])]
  const [first] = files
  if (entries.some(entry => entry.isDirectory)) {
    const { filesOf } = await import('./droppedFolders.ts')
    openAddData(await filesOf(entries))
  } else if (first && files.length === 1 && (!isDataName(first.name) || (await isRun(first)))) {
    openModel(first)
  } else if (files.some(file => isDataName(file.name))) {
    openAddData(files.map(file => ({ path: file.name, file })))
  } else if (first) openModel(first)
}
