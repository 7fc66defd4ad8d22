import { join } from 'node:path'
import { API } from 'typescript/unstable/sync'

/** The options that printed modules are checked with, which are those of a plain strict project. */
export const strictOptions = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'bundler',
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
}

/** Type-checks texts against the installed packages, none of them on disk. The one place that uses TypeScript's API. */
export function typeErrors(texts: Readonly<Record<string, string>>): string[] {
  const cwd = join(import.meta.dirname, '../..')
  const folder = join(cwd, 'printed')
  const config = join(folder, 'tsconfig.json')
  const files = new Map(Object.entries(texts).map(([name, text]) => [join(folder, name), text]))
  files.set(config, JSON.stringify({ compilerOptions: strictOptions, files: Object.keys(texts) }))
  const api = new API({
    cwd,
    fs: {
      readFile: path => files.get(path),
      fileExists: path => (files.has(path) ? true : undefined),
      directoryExists: path => (path === folder ? true : undefined),
    },
  })
  try {
    const snapshot = api.updateSnapshot({ openProject: config })
    return snapshot.getProjects().flatMap(({ program }) =>
      [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()].map(
        ({ fileName, pos, text }) => {
          const before = files.get(fileName ?? '')?.slice(0, pos) ?? ''
          return `${fileName?.slice(folder.length + 1)}:${before.split('\n').length} ${text}`
        },
      ),
    )
  } finally {
    api.close()
  }
}
