import { compile } from '../../compile/compile.ts'
import { download, fileName } from '../code/download.ts'
import { openImport } from '../importing/importStore.ts'
import { chooseWeights, openFile, saveFile } from '../saving/files.ts'
import { useEditor } from '../store/editorStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import type { Action } from './action.ts'

/** Taking the model home, and bringing it back. */
export const fileActions: readonly Action[] = [
  {
    id: 'open-file',
    label: () => 'Open a file…',
    section: 'Document',
    keys: ['Mod+O'],
    words: ['load', 'import', 'json', 'txt', 'safetensors', 'zip'],
    run: openFile,
  },
  {
    id: 'import-pytorch',
    label: () => 'Import PyTorch text…',
    section: 'Document',
    words: ['paste', 'print', 'model', 'torch', 'load', 'open'],
    run: () => openImport(),
  },
  {
    id: 'open-weights',
    label: () => 'Open weights (.safetensors)…',
    section: 'Document',
    words: ['load', 'import', 'trained', 'torch', 'state_dict', 'checkpoint'],
    refusal: () =>
      useEditor.getState().history.document.nodes.length === 0
        ? 'There is no network yet that they could go into.'
        : undefined,
    run: chooseWeights,
  },
  {
    id: 'save-file',
    label: () => 'Save to a file (.json)',
    section: 'Document',
    keys: ['Mod+S'],
    words: ['download', 'export', 'json'],
    refusal: () =>
      useEditor.getState().history.document.nodes.length === 0 ? 'The page is empty.' : undefined,
    run: () => void saveFile(),
  },
  {
    id: 'export-typescript',
    label: () => 'Download TypeScript',
    section: 'Document',
    words: ['export', 'code', 'tensorflow', 'tfjs'],
    refusal: () => {
      const compiled = compile(useEditor.getState().inference)
      return 'problems' in compiled ? compiled.problems[0]?.message : undefined
    },
    run: () => {
      const { inference } = useEditor.getState()
      const compiled = compile(inference)
      if ('problems' in compiled) return
      void import('../../formats/typescript.ts').then(({ printTypeScript }) => {
        const { text } = printTypeScript(compiled.plan)
        download(`${fileName(inference.document.name)}.ts`, text, 'text/typescript')
      })
    },
  },
  {
    id: 'export-weights',
    label: () => 'Download weights (.safetensors)',
    section: 'Document',
    words: ['export', 'save', 'trained', 'torch', 'state_dict'],
    refusal: () =>
      useTraining.getState().hasWeights
        ? undefined
        : 'There are no trained weights yet: train first, or open some.',
    run: () => void import('../importing/weights.ts').then(({ saveWeights }) => saveWeights()),
  },
]
