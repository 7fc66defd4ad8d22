import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { Plugin } from 'vite'

const id = 'virtual:tfjs-types'

/**
 * The type declarations of `@tensorflow/tfjs` as the module `virtual:tfjs-types`: a record from path
 * (`node_modules/@tensorflow/…/index.d.ts`) to text, with all that they import and a manifest for each package. The code
 * panel gives it to its TypeScript service, which so needs no network.
 */
export function tfjsTypes(): Plugin {
  return {
    name: 'hourglass:tfjs-types',
    resolveId: source => (source === id ? `\0${id}` : undefined),
    load: source =>
      source === `\0${id}`
        ? `export default JSON.parse(${JSON.stringify(JSON.stringify(collectTypes()))})`
        : undefined,
  }
}

/** The declarations and manifests by path. Imports of packages that are not installed are left open. */
export function collectTypes(): Readonly<Record<string, string>> {
  const root = dirname(
    dirname(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json'))),
  )
  const found: Record<string, string> = {}
  const add = (path: string): void => {
    const name = `node_modules/${relative(root, path).replaceAll('\\', '/')}`
    if (found[name] !== undefined) return
    const text = readFileSync(path, 'utf8')
    found[name] = withoutLicence(text)
    for (const specifier of specifiersOf(text)) {
      const target = specifier.startsWith('.')
        ? declarationAt(join(dirname(path), specifier))
        : entryOf(root, specifier, found)
      if (target !== undefined) add(target)
    }
  }
  add(entryOf(root, '@tensorflow/tfjs', found)!)
  return found
}

/** The declarations of a package, whose manifest is added to `found`; undefined for one without any. */
function entryOf(root: string, specifier: string, found: Record<string, string>): string | undefined {
  const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)!
  const manifest = join(root, name, 'package.json')
  if (!existsSync(manifest)) return undefined
  const { version, types, typings } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>
  const entry = types ?? typings
  if (name !== specifier) return declarationAt(join(root, specifier))
  if (entry === undefined) return undefined
  found[`node_modules/${name}/package.json`] = JSON.stringify({ name, version, types: entry })
  return declarationAt(join(root, name, entry))
}

const declarationAt = (path: string): string | undefined =>
  [path, `${path}.d.ts`, join(path, 'index.d.ts'), path.replace(/\.js$/, '.d.ts')].find(
    candidate => candidate.endsWith('.d.ts') && existsSync(candidate),
  )

const specifiersOf = (text: string): string[] =>
  [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(match => match[1]!)

const withoutLicence = (text: string): string =>
  text.replace(/\/\*\*?[^*]*\*+(?:[^/*][^*]*\*+)*\/\s*/g, comment =>
    /@license/.test(comment) ? '' : comment,
  )
