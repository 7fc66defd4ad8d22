/** Experiments in IndexedDB: finished code sizes, and the last checkpoint of the one under way. */
import { createStore, del, entries, get, keys, set } from 'idb-keyval'
import type { ExperimentDigits, ExperimentRow } from '../../formats/experiment/rows.ts'
import type { GraphDocument } from '../../graph/document.ts'
import type { Checkpoint } from '../../training/protocol.ts'

export interface ExperimentRecord {
  readonly rows: readonly ExperimentRow[]
  readonly terms: readonly string[]
  readonly digits: ExperimentDigits | undefined
  /** Where the code size under way can be taken up again. */
  readonly started?: { readonly dims: number; readonly checkpoint: Checkpoint } | undefined
  /** In milliseconds since 1970. */
  readonly savedAt: number
}

/** Experiments that are kept; those that were not written for longest go first. */
const mostRecords = 12

const store = createStore('hourglass-experiments', 'experiments')

/** What decides the results besides the code size: layers, wires and settings, not where they stand or how often they are kept. */
export const experimentKey = ({
  nodes,
  edges,
  training: { checkpointEvery: _, ...training },
}: GraphDocument): string =>
  JSON.stringify({
    nodes: nodes.map(({ id, type, params, group }) => ({ id, type, params, group })),
    edges: edges.map(({ id: __, ...ends }) => ends),
    training,
  })

/** What is kept of an experiment; undefined where there is none, or storage is forbidden. */
export const readExperiment = (key: string): Promise<ExperimentRecord | undefined> =>
  get<ExperimentRecord>(key, store).catch(() => undefined)

/** Keeps an experiment. Rejects where there is no room, or storage is forbidden. */
export async function keepExperiment(key: string, record: ExperimentRecord): Promise<void> {
  await set(key, record, store)
  // Records are large, and most of the time there is none too many.
  if ((await keys(store)).length <= mostRecords) return
  const all = await entries<string, ExperimentRecord>(store)
  const old = all.sort(([, a], [, b]) => b.savedAt - a.savedAt).slice(mostRecords)
  for (const [name] of old) await del(name, store)
}
