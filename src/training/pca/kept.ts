/** Fitted PCAs in IndexedDB, so that a page that is opened again need not work them out again. */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'
import type { PcaFit } from './fit.ts'

interface KeptFit {
  readonly fit: PcaFit
  /** In milliseconds since 1970. */
  readonly usedAt: number
}

/** Fits that are kept; each of MNIST takes 0.9 MB. Those that were not asked for the longest go first. */
const mostFits = 8

let opened: UseStore | undefined

const store = (): UseStore => {
  opened ??= createStore('hourglass-pca-1', 'fits')
  return opened
}

/** A fit that was kept; undefined where there is none, or the browser forbids storage. */
export async function readFit(key: string): Promise<PcaFit | undefined> {
  try {
    const kept = await get<KeptFit>(key, store())
    if (kept) void set(key, { ...kept, usedAt: Date.now() }, store()).catch(() => undefined)
    return kept?.fit
  } catch {
    return undefined
  }
}

/** Keeps a fit. A disk that is full or forbidden changes nothing but that it is worked out anew the next time. */
export async function keepFit(key: string, fit: PcaFit): Promise<void> {
  try {
    await set(key, { fit, usedAt: Date.now() } satisfies KeptFit, store())
    const all = await entries<string, KeptFit>(store())
    const old = all.sort(([, a], [, b]) => b.usedAt - a.usedAt).slice(mostFits)
    for (const [name] of old) await del(name, store())
  } catch {
    // It stays in memory.
  }
}
