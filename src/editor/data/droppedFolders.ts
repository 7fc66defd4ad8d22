import type { DroppedFile } from '../../training/data/protocol.ts'

/** All files in what was dropped, folders included, each with its path. */
export async function filesOf(entries: readonly FileSystemEntry[]): Promise<readonly DroppedFile[]> {
  const lists = await Promise.all(entries.map(entry => filesBelow(entry)))
  return lists.flat()
}

async function filesBelow(entry: FileSystemEntry): Promise<readonly DroppedFile[]> {
  const path = entry.fullPath.replace(/^\//, '')
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ path, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const files: DroppedFile[] = []
  // A reader hands a folder out in parts, and an empty one at its end.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (part.length === 0) return files
    files.push(...(await filesOf(part)))
  }
}
