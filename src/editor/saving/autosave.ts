/**
 * Autosave. Every opened document is a record of its own, written a moment after each edit, and opened again on the next
 * visit. A record belongs to one tab at a time: a second tab that wants it gets a copy and says so.
 */
import { registry } from '../../../nodes/index.ts'
import firstTemplate from '../../../templates/reference-autoencoder.json?raw'
import type { GraphDocument } from '../../graph/document.ts'
import { saveDocument } from '../../graph/save.ts'
import { watchPastes } from '../importing/importStore.ts'
import { useEditor } from '../store/editorStore.ts'
import { readText, watchDrops } from './files.ts'
import { documentOfTab, newDocumentId, takeDocument } from './ownership.ts'
import {
  forgetUnsaved,
  pruneRecords,
  readRecord,
  readRecords,
  removeRecord,
  rescueUnsaved,
  type SavedRecord,
  stashUnsaved,
  writeRecord,
} from './records.ts'
import { reportFailure, reportSaving, showRefusedFile, useSaving } from './savingStore.ts'

/** How long an edit waits for the next one before it is written, in milliseconds. */
const pause = 250

/** How long a reloaded tab waits for its former self to let go of the document, in milliseconds. */
const patience = 1000

/** The record of the document that is open. */
interface Session {
  readonly id: string
  revision: number
  isEdited: boolean
  /** What is not written yet. */
  pending: GraphDocument | undefined
  timer: ReturnType<typeof setTimeout> | undefined
  /** Writes follow one another. */
  queue: Promise<void>
}

let session = newSession(newDocumentId(), 0)
/** True while this module itself opens a document whose record it knows. */
let isRestoring = false

function newSession(id: string, revision: number, isEdited = false): Session {
  return { id, revision, isEdited, pending: undefined, timer: undefined, queue: Promise.resolve() }
}

/** Opens the document of the last visit, or the first template, and saves from then on. Call once. */
export async function startSaving(): Promise<void> {
  useEditor.subscribe((state, before) => {
    if (state.history === before.history || isRestoring) return
    const { past, future, document } = state.history
    if (past.length === 0 && future.length === 0) beginRecord(document)
    else saveSoon(document)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void flush(session)
  })
  window.addEventListener('pagehide', leave)
  window.addEventListener('beforeunload', event => {
    if (useSaving.getState().status === 'failed') event.preventDefault()
  })
  watchDrops()
  watchPastes()
  try {
    await rescueUnsaved()
    if (!(await openLast())) openFirstTemplate()
    await pruneRecords()
  } catch (error) {
    if (!useSaving.getState().isReady) openFirstTemplate()
    reportFailure(error)
  }
}

/** A saved document in the list of those that can be opened again. */
export type RecentDocument = Pick<SavedRecord, 'id' | 'name' | 'savedAt'>

/** Documents that were saved in this browser, the newest first, without the one that is open. */
export async function recentDocuments(): Promise<readonly RecentDocument[]> {
  const records = await readRecords()
  return records
    .filter(record => record.id !== session.id)
    .map(({ id, name, savedAt }) => ({ id, name, savedAt }))
}

/** Opens a saved document; a copy of it where another tab has it open. */
export async function openRecent(id: string): Promise<void> {
  await leaveRecord(session)
  await openRecord(id, 0)
}

async function openLast(): Promise<boolean> {
  const own = documentOfTab()
  if (own !== undefined && (await openRecord(own, patience))) return true
  const [newest] = await readRecords()
  return newest !== undefined && openRecord(newest.id, 0)
}

/** Opens a record. False where there is none, or where it cannot be read, which is shown; it stays as it is then. */
async function openRecord(id: string, wait: number): Promise<boolean> {
  const isOurs = (await readRecord(id)) !== undefined && (await takeDocument(id, wait))
  // Read again: the tab that had it may have written while this one waited.
  const record = await readRecord(id)
  if (!record) return false
  const loaded = await readText(record.text)
  if ('faults' in loaded) {
    showRefusedFile({ name: record.name, faults: loaded.faults })
    return false
  }
  if (isOurs) {
    open(loaded.document, newSession(record.id, record.revision, record.isEdited))
    reportSaving('saved')
    return true
  }
  const copy = newSession(newDocumentId(), 0)
  await takeDocument(copy.id, 0)
  open({ ...loaded.document, name: copyName(record.name) }, copy)
  sayCopied(record.name)
  return true
}

/** A test holds this file to be a whole document as it stands, so that a first visit need not load what checks files. */
function openFirstTemplate() {
  const fresh = newSession(newDocumentId(), 0)
  void takeDocument(fresh.id, 0)
  open(JSON.parse(firstTemplate) as GraphDocument, fresh)
}

function open(document: GraphDocument, next: Session) {
  session = next
  isRestoring = true
  useEditor.getState().open(document)
  isRestoring = false
  useSaving.setState({ isReady: true, copyOf: undefined })
  reportSaving('nothing')
}

const copyName = (name: string): string => `${name.slice(0, 53).trim()} (copy)`

function sayCopied(name: string) {
  useSaving.setState({ copyOf: name })
  useEditor.getState().say(`${name} is open in another tab; this tab works on a copy.`)
}

/** Another document was opened: what was open is written to the end, then the new one gets a record of its own. */
function beginRecord(document: GraphDocument) {
  void leaveRecord(session)
  session = newSession(newDocumentId(), 0)
  void takeDocument(session.id, 0)
  useSaving.setState({ isReady: true, copyOf: undefined })
  if (document.nodes.length === 0) return reportSaving('nothing')
  reportSaving('saving')
  session.pending = document
  void flush(session)
}

async function leaveRecord(former: Session): Promise<void> {
  await flush(former)
  if (!former.isEdited) await removeRecord(former.id).catch(reportFailure)
}

function saveSoon(document: GraphDocument) {
  session.pending = document
  session.isEdited = true
  if (useSaving.getState().status !== 'failed') reportSaving('saving')
  clearTimeout(session.timer)
  const current = session
  session.timer = setTimeout(() => void flush(current), pause)
}

/** Writes what is not written yet, behind the writes that are under way. */
function flush(target: Session): Promise<void> {
  clearTimeout(target.timer)
  target.queue = target.queue.then(() => write(target)).catch(reportFailure)
  return target.queue
}

async function write(target: Session): Promise<void> {
  const document = target.pending
  if (!document) return
  const record = recordOf(target, document)
  if (!(await writeRecord(record))) {
    // Without locks another tab can have written: then this tab goes on with a copy.
    const copy = { ...newSession(newDocumentId(), 0, true), pending: target.pending }
    clearTimeout(target.timer)
    target.pending = undefined
    if (session === target) {
      session = copy
      await takeDocument(copy.id, 0)
      sayCopied(document.name)
    }
    return flush(copy)
  }
  target.revision = record.revision
  forgetUnsaved(target.id)
  if (target.pending === document) target.pending = undefined
  if (session === target && target.pending === undefined) reportSaving('saved')
}

const recordOf = (target: Session, document: GraphDocument): SavedRecord => ({
  id: target.id,
  revision: target.revision + 1,
  name: document.name,
  text: saveDocument(document, registry),
  savedAt: Date.now(),
  isEdited: target.isEdited,
})

/** The page goes away: IndexedDB may have no time left, so that what is not written is kept beside it as well. */
function leave() {
  if (session.pending) stashUnsaved(recordOf(session, session.pending))
  void flush(session)
}
