/** Saving, restoring, and files: what the rest of the editor uses of it. */
export { openRecent, type RecentDocument, recentDocuments, startSaving } from './autosave.ts'
export { FaultsDialog } from './FaultsDialog.tsx'
export { openFile, openText, saveFile } from './files.ts'
export { useSaving } from './savingStore.ts'
