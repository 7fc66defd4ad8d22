import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** The folder table of the README: what each folder may import. */
const mayImport = readTable()

function readTable(): ReadonlyMap<string, readonly string[]> {
  const rows = readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| `([\w/]+)` *\|[^|]*\|([^|]*)\|$/gm)
  return new Map(
    [...rows].map(([, folder, list]) => [folder!, [...list!.matchAll(/`([\w/@.-]+?)\/?`/g)].map(m => m[1]!)]),
  )
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap(name => {
    const path = join(folder, name)
    if (statSync(join(root, path)).isDirectory()) return filesBelow(path)
    return /\.tsx?$/.test(name) ? [path] : []
  })
}

interface Import {
  readonly from: string
  readonly isTypeOnly: boolean
  readonly isRaw: boolean
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url/g,
  )
  return [...found].map(([, type, from, bare, dynamic, url]) => {
    const path = from ?? bare ?? dynamic ?? url ?? ''
    return { from: path.replace(/\?.*$/, ''), isTypeOnly: type !== undefined, isRaw: path.includes('?raw') }
  })
}

const folderOf = (path: string): string | undefined =>
  [...mayImport.keys()]
    .filter(folder => path === folder || path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0]

describe('imports point one way', () => {
  test('the README has the table, and every folder of the house is in it', () => {
    const folders = readdirSync(join(root, 'src')).filter(name =>
      statSync(join(root, 'src', name)).isDirectory(),
    )
    expect([...mayImport.keys()]).toEqual(
      expect.arrayContaining([...folders.map(name => `src/${name}`), 'nodes', 'templates']),
    )
  })

  for (const folder of mayImport.keys()) {
    if (folder === 'templates') continue
    test(`${folder} imports only what the table allows`, () => {
      const allowed = new Set([folder, ...mayImport.get(folder)!])
      const wrong = filesBelow(folder).flatMap(file =>
        importsOf(file).flatMap(({ from, isTypeOnly, isRaw }) => {
          if (isRaw) return []
          if (from.startsWith('@tensorflow/'))
            return allowed.has('@tensorflow') || isTypeOnly ? [] : [`${file} → ${from}`]
          if (!from.startsWith('.')) return []
          const path = relative(root, normalize(join(root, dirname(file), from)))
          const target = folderOf(path)
          const isAllowed =
            target !== undefined &&
            [...allowed].some(
              name =>
                name === target || path === name || path.startsWith(`${name}/`) || path === `${name}.ts`,
            )
          return isAllowed ? [] : [`${file} → ${path}`]
        }),
      )
      expect(wrong).toEqual([])
    })
  }
})

test('no source file is longer than 400 lines', () => {
  const long = ['src', 'nodes', 'test'].flatMap(filesBelow).flatMap(file => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1
    return lines > 400 ? [`${file}: ${lines}`] : []
  })
  expect(long).toEqual([])
})
