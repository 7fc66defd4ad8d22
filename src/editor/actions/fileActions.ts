import { compile } from '../../compile/compile.ts'
import { download, fileName } from '../code/download.ts'
import { openImport } from '../importing/importStore.ts'
import { openFile, saveFile } from '../saving/files.ts'
import { useEditor } from '../store/editorStore.ts'
import type { Action } from './action.ts'

/** Taking the model home, and bringing it back. */
export const fileActions: readonly Action[] = [
  {
    id: 'open-file',
    label: () => 'Open a file…',
    section: 'Document',
    keys: ['Mod+O'],
    words: ['load', 'import', 'json', 'txt'],
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
]
