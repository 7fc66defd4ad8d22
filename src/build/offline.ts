import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** The service worker keeps this name, since browsers look for a newer one under it. */
const workerFile = 'sw.js'

/** Adds a service worker to the build that stores every built file; see `serviceWorker.ts`. */
export function offline(): Plugin {
  let folder = ''
  return {
    name: 'hourglass:offline',
    apply: (_, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    configResolved: config => {
      folder = resolve(config.root, config.build.outDir)
    },
    buildStart() {
      this.emitFile({
        type: 'chunk',
        id: fileURLToPath(new URL('./serviceWorker.ts', import.meta.url)),
        fileName: workerFile,
      })
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler: () => {
        const files = filesBelow(folder).filter(file => file !== workerFile && !file.endsWith('.map'))
        const hash = createHash('sha256')
        for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)))
        const list = JSON.stringify({ files, version: hash.digest('hex').slice(0, 16) })
        const path = join(folder, workerFile)
        const text = readFileSync(path, 'utf8')
        if (!text.includes('%BUILT_FILES%'))
          throw new Error('The service worker has no place for the list of files.')
        writeFileSync(path, text.replace('%BUILT_FILES%', list.replaceAll("'", "\\'")))
      },
    },
  }
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))

/**
 * What the page may load and ask: nothing but its own files. Styles may be inline because React Flow and Monaco write
 * positions and colours so; wasm may be compiled; workers may start from blobs, as the threads of wasm do.
 */
const contentPolicy = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' blob: data:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self' blob:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
}

/** Writes the Content-Security-Policy into the built page, so that it holds on any host. */
export const contentSecurity = (): Plugin => ({
  name: 'hourglass:content-security',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      injectTo: 'head-prepend',
      attrs: {
        'http-equiv': 'Content-Security-Policy',
        content: Object.entries(contentPolicy)
          .map(([name, sources]) => `${name} ${sources}`)
          .join('; '),
      },
    },
  ],
})
