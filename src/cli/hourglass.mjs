#!/usr/bin/env node
// The `hourglass` command. The program itself is TypeScript: it is bundled once into node_modules/.cache, and again
// whenever its sources have changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const cache = join(root, 'node_modules/.cache/hourglass')

/** Name, time and size of everything that the bundle is made from. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version)
  const add = path => {
    const { mtimeMs, size } = statSync(path)
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  for (const folder of ['src', 'nodes', 'templates']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) add(join(entry.parentPath, entry.name))
    }
  }
  add(join(root, 'package-lock.json'))
  return hash.digest('hex').slice(0, 16)
}

async function bundle(folder) {
  const { build } = await import('vite')
  // Built beside its place and moved there, so that two commands that start at once do not disturb each other.
  const made = `${folder}-${process.pid}`
  mkdirSync(made, { recursive: true })
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'src/cli/main.ts',
      outDir: made,
      copyPublicDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'cli.mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  })
  try {
    renameSync(made, folder)
  } catch {
    // Another command was faster; its bundle is the same.
    rmSync(made, { recursive: true, force: true })
  }
}

/** Bundles of earlier sources; those of today may still be running. */
function removeOld() {
  const yesterday = Date.now() - 24 * 3600 * 1000
  for (const name of readdirSync(cache).filter(each => each.startsWith('cli-'))) {
    const path = join(cache, name)
    if (statSync(path).mtimeMs < yesterday) rmSync(path, { recursive: true, force: true })
  }
}

const folder = join(cache, `cli-${fingerprint()}`)
if (!existsSync(join(folder, 'cli.mjs'))) {
  await bundle(folder)
  removeOld()
}
const { main } = await import(pathToFileURL(join(folder, 'cli.mjs')).href)
process.exitCode = await main(process.argv.slice(2))
