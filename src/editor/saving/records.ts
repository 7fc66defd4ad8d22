/** Saved documents in IndexedDB: one record each, with a number that grows by one with every write. */
import { createStore, del, get, update, values } from 'idb-keyval'

export interface SavedRecord {
  readonly id: string
  /** How often it was written. A write that expects another number is refused, so that nothing is overwritten unseen. */
  readonly revision: number
  readonly name: string
  /** The document as it is in a file. */
  readonly text: string
  /** In milliseconds since 1970. */
  readonly savedAt: number
  /** False while nothing was changed since it was opened; such records go when another document is opened. */
  readonly isEdited: boolean
}

/** Records that are kept; those that were not written for longest go first. */
const mostRecords = 40

const store = createStore('hourglass', 'documents')

export const readRecord = (id: string): Promise<SavedRecord | undefined> => get<SavedRecord>(id, store)

export const removeRecord = (id: string): Promise<void> => del(id, store)

/** All records, the newest first. */
export async function readRecords(): Promise<readonly SavedRecord[]> {
  const records = await values<SavedRecord>(store)
  return records.sort((a, b) => b.savedAt - a.savedAt)
}

/** Writes a record over the revision before it. False where another tab has written since, and nothing was done. */
export async function writeRecord(record: SavedRecord): Promise<boolean> {
  let isWritten = false
  await update<SavedRecord>(
    record.id,
    old => {
      isWritten = old === undefined || old.revision === record.revision - 1
      return isWritten ? record : old!
    },
    store,
  )
  return isWritten
}

/** Removes the oldest records beyond those that are kept. */
export async function pruneRecords(): Promise<void> {
  for (const { id } of (await readRecords()).slice(mostRecords)) await removeRecord(id)
}

const unsaved = 'hourglass.unsaved.'

/** Keeps what IndexedDB has no time for any more while the page goes away; `rescueUnsaved` brings it back. */
export function stashUnsaved(record: SavedRecord): void {
  try {
    localStorage.setItem(unsaved + record.id, JSON.stringify(record))
  } catch {
    // No room, or storage is forbidden: the write that is under way is all that can be done.
  }
}

export function forgetUnsaved(id: string): void {
  try {
    localStorage.removeItem(unsaved + id)
  } catch {
    // Nothing was kept where storage is forbidden.
  }
}

/** Writes what was kept while pages went away, where it is newer than the record. */
export async function rescueUnsaved(): Promise<void> {
  for (const key of Object.keys(localStorage).filter(name => name.startsWith(unsaved))) {
    const kept = parseRecord(localStorage.getItem(key))
    if (kept) {
      const present = await readRecord(kept.id)
      if (!present || present.revision < kept.revision) {
        await writeRecord({ ...kept, revision: (present?.revision ?? 0) + 1 })
      }
    }
    localStorage.removeItem(key)
  }
}

function parseRecord(text: string | null): SavedRecord | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    const record = value as Partial<SavedRecord> | null
    const isRecord =
      typeof record?.id === 'string' && typeof record.text === 'string' && typeof record.revision === 'number'
    return isRecord ? (record as SavedRecord) : undefined
  } catch {
    return undefined
  }
}
