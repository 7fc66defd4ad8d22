import { registry } from '../../../nodes/index.ts'
import type { Loaded } from '../../graph/load.ts'
import { saveDocument } from '../../graph/save.ts'
import { takeDropped } from '../data/addDataStore.ts'
import { isPyTorchText, openImport } from '../importing/importStore.ts'
import { useEditor } from '../store/editorStore.ts'
import { reportFailure, showRefusedFile } from './savingStore.ts'
import './drop.css'

/** The part of the File System Access API that is used, where a browser has it. */
interface SavePicker {
  showSaveFilePicker(options: {
    suggestedName: string
    types: readonly { description: string; accept: Readonly<Record<string, readonly string[]>> }[]
  }): Promise<FileSystemFileHandle>
}

/** Saves the model to a file: where the person says, or among the downloads. */
export async function saveFile(): Promise<void> {
  const { document } = useEditor.getState().history
  const text = saveDocument(document, registry)
  const name = `${
    document.name
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .toLowerCase() || 'model'
  }.json`
  if (!('showSaveFilePicker' in window)) return download(name, text)
  try {
    const handle = await (window as unknown as SavePicker).showSaveFilePicker({
      suggestedName: name,
      types: [{ description: 'Hourglass model', accept: { 'application/json': ['.json'] } }],
    })
    const file = await handle.createWritable()
    await file.write(text)
    await file.close()
    useEditor.getState().say(`Saved to ${handle.name}.`)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) reportFailure(error)
  }
}

function download(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Lets the person choose a file and opens it. */
export const openFile = (): void =>
  choose('.json,application/json,.txt,text/plain,.safetensors,.zip,application/zip')

/** Lets the person choose weights for the network on the canvas. */
export const chooseWeights = (): void => choose('.safetensors')

function choose(accept: string): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file) void readFile(file)
  })
  input.click()
}

/** More bytes than the characters that are read can have. */
const mostBytes = 20_000_000

/** Names of files in which PyTorch and others keep weights in ways that are not read here. */
const otherWeights = /\.(?:pt|pth|ckpt|bin|h5|npy|npz)$/i

/** Opens a file: a model, PyTorch's text of one, weights for the network on the canvas, or the zip of a run. One that is wrong is shown with its faults, and what was open stays. */
export async function readFile(file: File): Promise<void> {
  if (/\.zip$/i.test(file.name)) {
    const { importRun } = await import('../runs/runActions.ts')
    return importRun(file)
  }
  if (/\.safetensors$/i.test(file.name)) {
    const { openWeights } = await import('../importing/weights.ts')
    return openWeights(file)
  }
  if (otherWeights.test(file.name)) {
    const message = 'It seems to hold weights, and weights are read from .safetensors files only.'
    const remedy =
      "In Python, safetensors.torch.save_file(model.state_dict(), 'weights.safetensors') writes one. The network itself comes from a saved model or from the text of print(model)."
    showRefusedFile({ name: file.name, faults: [{ path: '', message }], remedy })
    return
  }
  if (file.size > mostBytes) {
    const size = (file.size / 1e6).toFixed(1)
    showRefusedFile({ name: file.name, faults: [{ path: '', message: `The file has ${size} MB.` }] })
    return
  }
  try {
    const text = await file.text()
    const isPlain = /\.txt$/i.test(file.name) && !/^\s*\{/.test(text)
    if (isPlain || isPyTorchText(text)) openImport(text)
    else await openText(text, file.name)
  } catch {
    showRefusedFile({ name: file.name, faults: [{ path: '', message: 'The file could not be read.' }] })
  }
}

/** The document in a text, or its faults. What checks files is loaded with the first of them. */
export async function readText(text: string): Promise<Loaded> {
  const { loadDocument } = await import('../../graph/load.ts')
  return loadDocument(text, registry)
}

/** Opens the text of a file; false where it is wrong, which is shown. */
export async function openText(text: string, name: string): Promise<boolean> {
  const loaded = await readText(text)
  if ('faults' in loaded) {
    showRefusedFile({ name, faults: loaded.faults })
    return false
  }
  useEditor.getState().open(loaded.document)
  return true
}

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Opens files that are dropped anywhere on the window, and shows while one is above it that it may be. */
export function watchDrops(): void {
  const show = (isAbove: boolean) => document.documentElement.toggleAttribute('data-file-above', isAbove)
  window.addEventListener('dragover', event => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    show(true)
  })
  window.addEventListener('dragleave', event => {
    if (event.relatedTarget === null) show(false)
  })
  window.addEventListener('drop', event => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    show(false)
    void takeDropped(event.dataTransfer, file => void readFile(file))
  })
}
