/** The steps of the runs panel that can fail: what goes wrong is said, and nothing is lost. */
import { create } from 'zustand'
import { download, fileName } from '../code/download.ts'
import { whyNotSaved } from '../saving/savingStore.ts'
import { useEditor } from '../store/editorStore.ts'
import { useRuns } from '../store/runsStore.ts'
import { plural } from '../ui/numbers.ts'
import { freeRunName, type RunData, type RunSummary } from './runRecord.ts'
import { readData, readRuns, refreshRuns, removeRun, renameRun, writeRun } from './runStorage.ts'

interface RunsPanelState {
  /** The run that was deleted last, as long as it can be brought back. */
  readonly deleted: { readonly run: RunSummary; readonly data: RunData | undefined } | undefined
  /** The run whose name is typed. */
  readonly renaming: string | undefined
  /** The run under the pointer or the focus; its curve stands out. */
  readonly pointed: string | undefined
  /** What goes on, such as "Reading run.zip". */
  readonly busy: string | undefined
}

/** What the panel is doing; gone with the page. */
export const useRunsPanel = create<RunsPanelState>()(() => ({
  deleted: undefined,
  renaming: undefined,
  pointed: undefined,
  busy: undefined,
}))

/** Does something with the kept runs; what goes wrong becomes a passing word. */
export function attempt(what: string, act: () => Promise<void> | void): void {
  Promise.resolve()
    .then(act)
    .catch(error => useEditor.getState().say(`${what}: ${whyNotSaved(error)}`))
    .finally(() => useRunsPanel.setState({ busy: undefined }))
}

/** Reads the list; where that is impossible, the panel says so. */
export function openRuns(): void {
  refreshRuns().catch(error =>
    useRuns.setState({
      runs: [],
      trouble: `Runs cannot be kept in this browser: ${whyNotSaved(error).replace(/\.$/, '')}.`,
    }),
  )
}

/** Compares a run with the others, or no longer. */
export function toggleCompared(id: string): void {
  const { compared } = useRuns.getState()
  useRuns.setState({
    compared: compared.includes(id) ? compared.filter(other => other !== id) : [...compared, id],
  })
}

export const rename = (run: RunSummary, name: string): void =>
  attempt(`${run.name} cannot be renamed`, () => renameRun(run.id, name))

/** Deletes a run; until the next one is deleted or the page is closed, it can be brought back. */
export const deleteRun = (run: RunSummary): void =>
  attempt(`${run.name} cannot be deleted`, async () => {
    const data = await readData(run.id)
    await removeRun(run.id)
    useRunsPanel.setState({ deleted: { run, data } })
  })

/** Brings back the run that was deleted last. */
export const undoDelete = (): void => {
  const { deleted } = useRunsPanel.getState()
  if (!deleted) return
  attempt(`${deleted.run.name} cannot be brought back`, async () => {
    const { run, data } = deleted
    await writeRun({ ...run, name: freeRunName(run.name, await readRuns()) }, data)
    useRunsPanel.setState({ deleted: undefined })
  })
}

/** Hands a run to the person as one zip. */
export const exportRun = (run: RunSummary): void => {
  useRunsPanel.setState({ busy: `Packing ${run.name}` })
  attempt(`${run.name} cannot be exported`, async () => {
    const [data, { zipRun }] = await Promise.all([readData(run.id), import('./runZip.ts')])
    if (!data) throw new Error('its weights are not kept')
    download(`${fileName(`${run.network} ${run.name}`)}.zip`, await zipRun(run, data), 'application/zip')
  })
}

/** Takes a zip that was exported, here or elsewhere. */
export const importRun = (file: File): void => {
  useRunsPanel.setState({ busy: `Reading ${file.name}` })
  attempt(`${file.name} is not taken`, async () => {
    const { unzipRun } = await import('./runZip.ts')
    const { run: found, data } = await unzipRun(new Uint8Array(await file.arrayBuffer()))
    const run = { ...found, name: freeRunName(found.name, await readRuns()) }
    await writeRun(run, data)
    // An empty plot has taken the newest run by itself.
    if (!useRuns.getState().compared.includes(run.id)) toggleCompared(run.id)
    const { say, show } = useEditor.getState()
    show({ dockTab: 'runs', isDockOpen: true })
    say(`${run.name} is imported: ${run.network}, ${plural(run.step, 'step')}.`)
  })
}
