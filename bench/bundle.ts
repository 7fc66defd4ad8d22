import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = 'dist'
const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10
const gzipped = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length

/** The scripts that a page loads before it can be used: those of index.html and all that they import at once. */
export function firstScripts(): readonly string[] {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const found = new Set([...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(match => match[1]!))
  for (const file of found) {
    const text = readFileSync(join(dist, file), 'utf8')
    for (const [, name] of text.matchAll(
      /(?:^|[;}\n])import(?:[^'"();]*?from)?\s*["']\.\/([^"']+\.js)["']/g,
    )) {
      found.add(join('assets', name!))
    }
  }
  return [...found]
}

/** Gzipped kilobytes before the first interaction, and of every part that is loaded later. */
export function measure(name: string) {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('There is no dist/: run npm run build first.')
  const first = firstScripts()
  const all = readdirSync(join(dist, 'assets')).filter(file => file.endsWith('.js'))
  const lazy = all
    .filter(file => !first.includes(join('assets', file)))
    .map(
      file => [file.replace(/-[\w-]{8}\.js$/, ''), kilobytes(gzipped(join(dist, 'assets', file)))] as const,
    )
  return {
    [name]: {
      first: kilobytes(first.reduce((sum, file) => sum + gzipped(join(dist, file)), 0)),
      files: first,
      lazy: Object.fromEntries(lazy),
    },
  }
}
