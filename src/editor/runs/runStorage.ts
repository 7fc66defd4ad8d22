/**
 * Kept runs in IndexedDB: one entry with what the list shows, one with the curve and one with the tensors, written in one
 * transaction. The name belongs to the storage, so that a run can be renamed while another tab trains it.
 */
import { createStore, get, getMany, promisifyRequest } from 'idb-keyval'
import { holdLock } from '../saving/ownership.ts'
import { showRuns, useRuns } from '../store/runsStore.ts'
import type { RunCurve, RunData, RunSummary, RunTensors } from './runRecord.ts'

const store = createStore('hourglass-runs', 'runs')
const summaryKey = (id: string): string => `run:${id}`
const curveKey = (id: string): string => `curve:${id}`
const tensorsKey = (id: string): string => `tensors:${id}`

/** Other tabs are told that the list has changed. */
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('hourglass-runs')

channel?.addEventListener('message', () => {
  if (useRuns.getState().runs) void refreshRuns().catch(() => {})
})

/** All runs, the newest first. */
export async function readRuns(): Promise<readonly RunSummary[]> {
  const runs = await store('readonly', entries =>
    promisifyRequest<RunSummary[]>(entries.getAll(IDBKeyRange.bound('run:', 'run:\uffff'))),
  )
  return runs.sort((a, b) => b.startedAt - a.startedAt)
}

export const readSummary = (id: string): Promise<RunSummary | undefined> =>
  get<RunSummary>(summaryKey(id), store)

export const readCurve = (id: string): Promise<RunCurve | undefined> => get<RunCurve>(curveKey(id), store)

export async function readData(id: string): Promise<RunData | undefined> {
  const [curve, tensors] = await getMany<RunCurve | RunTensors | undefined>(
    [curveKey(id), tensorsKey(id)],
    store,
  )
  return curve && tensors ? { ...(curve as RunCurve), ...(tensors as RunTensors) } : undefined
}

/** Writes a run, with its tensors where they are given; a name that it has been given meanwhile stays. */
export const writeRun = (run: RunSummary, data?: RunData): Promise<void> =>
  change(run.id, (present, entries) => {
    entries.put({ ...run, name: present?.name ?? run.name }, summaryKey(run.id))
    if (!data) return
    const { weights, optimizer, ...curve } = data
    entries.put(curve, curveKey(run.id))
    entries.put({ weights, optimizer }, tensorsKey(run.id))
  })

/** Gives a run another name. */
export const renameRun = (id: string, name: string): Promise<void> =>
  change(id, (present, entries) => {
    if (present) entries.put({ ...present, name }, summaryKey(id))
  })

/** Changes a run in one transaction, of which either everything is written or nothing. */
async function change(
  id: string,
  act: (present: RunSummary | undefined, entries: IDBObjectStore) => void,
): Promise<void> {
  let fault: unknown
  await store('readwrite', entries => {
    const present: IDBRequest<RunSummary | undefined> = entries.get(summaryKey(id))
    present.onsuccess = () => {
      try {
        act(present.result, entries)
      } catch (error) {
        // Thrown on, it would only be called "uncaught".
        fault = error
        entries.transaction.abort()
      }
    }
    return promisifyRequest(entries.transaction)
  }).catch(error => {
    throw fault ?? error
  })
  await changed()
}

/** Removes a run and its tensors. */
export async function removeRun(id: string): Promise<void> {
  await store('readwrite', entries => {
    entries.delete(summaryKey(id))
    entries.delete(curveKey(id))
    entries.delete(tensorsKey(id))
    return promisifyRequest(entries.transaction)
  })
  await changed()
}

/** Reads the list anew, and which runs other tabs train. */
export async function refreshRuns(): Promise<void> {
  const [runs, elsewhere] = await Promise.all([readRuns(), trainedElsewhere()])
  showRuns(runs, elsewhere)
}

/** Tells all tabs that the list, or who trains, has changed. */
export async function changed(): Promise<void> {
  channel?.postMessage('changed')
  await refreshRuns()
}

const lockPrefix = 'hourglass:run:'
/** The runs that this tab has taken, with what lets go of them. */
const own = new Map<string, () => void>()

/** Takes a run for this tab until it is let go of; one that it has already stays its own. Undefined where another tab trains it. */
export async function takeRun(id: string): Promise<(() => void) | undefined> {
  const taken = own.get(id)
  if (taken) return taken
  const release = await holdLock(lockPrefix + id, 0)
  if (!release) return undefined
  const letGo = () => {
    own.delete(id)
    release()
  }
  own.set(id, letGo)
  return letGo
}

/** How long the page before a reload may take to let go of its run, in milliseconds. */
const patience = 1000

/** Whether no tab trains a run: the one that did is gone. */
export async function isAbandoned(id: string): Promise<boolean> {
  if (own.has(id)) return false
  const letGo = await holdLock(lockPrefix + id, patience)
  letGo?.()
  return letGo !== undefined
}

/** The runs that other tabs train at this moment. */
async function trainedElsewhere(): Promise<ReadonlySet<string>> {
  const held = (await navigator.locks?.query())?.held ?? []
  const ids = held.flatMap(({ name }) =>
    name?.startsWith(lockPrefix) ? [name.slice(lockPrefix.length)] : [],
  )
  return new Set(ids.filter(id => !own.has(id)))
}
