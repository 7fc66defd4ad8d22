/**
 * Monaco and its TypeScript service, which knows tfjs: everything comes with the app, and the service runs in a worker.
 * Importing this file loads Monaco, so only what is loaded on demand may.
 */
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/typescript/register'
import * as typescript from 'monaco-editor/languages/features/typescript/register'
import { themes } from './themes.ts'

export { monaco }

const serviceWorker = (): Worker =>
  new Worker(new URL('monaco-editor/languages/features/typescript/ts.worker', import.meta.url), {
    type: 'module',
  })
const editorWorker = (): Worker =>
  new Worker(new URL('monaco-editor/editor/editor.worker', import.meta.url), { type: 'module' })

self.MonacoEnvironment = {
  getWorker: (_, label) => (label === 'typescript' ? serviceWorker() : editorWorker()),
}
for (const [name, theme] of themes) monaco.editor.defineTheme(name, theme)

const { typescriptDefaults } = typescript
typescriptDefaults.setCompilerOptions({
  target: typescript.ScriptTarget.ES2020,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: typescript.ModuleResolutionKind.NodeJs,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  allowNonTsExtensions: true,
  lib: ['es2020', 'dom'],
})

/** The declarations of tfjs, loaded once; until then the service would report its import as an error. */
let types: Promise<void> | undefined
export const loadTypes = (): Promise<void> => {
  types ??= import('virtual:tfjs-types').then(({ default: files }) =>
    typescriptDefaults.setExtraLibs(
      Object.entries(files).map(([path, content]) => ({ content, filePath: `file:///${path}` })),
    ),
  )
  return types
}

/** The number of errors that TypeScript finds in a model. */
export async function countErrors(model: monaco.editor.ITextModel): Promise<number> {
  await loadTypes()
  const workers = await typescript.getTypeScriptWorker()
  const service = await workers(model.uri)
  const file = model.uri.toString()
  const found = await Promise.all([
    service.getSyntacticDiagnostics(file),
    service.getSemanticDiagnostics(file),
  ])
  // 1 is ts.DiagnosticCategory.Error.
  return found.flat().filter(({ category }) => category === 1).length
}
