import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { build, type Plugin, preview } from 'vite'
import type {} from './fixtures/printed/page.ts'

/** Opens a page that was built from `fixtures/printed` and a printed module. */
export async function inPage<T>(page: Page, text: string, run: () => Promise<T>): Promise<T> {
  const root = join(import.meta.dirname, 'fixtures/printed')
  const outDir = mkdtempSync(join(tmpdir(), 'hourglass-printed-'))
  const module = join(root, 'model.ts')
  const shared = { root, configFile: false, logLevel: 'error' } as const
  const printed: Plugin = {
    name: 'printed',
    enforce: 'pre',
    resolveId: source => (source === './model.ts' ? module : undefined),
    load: id => (id === module ? text : undefined),
  }
  const options = { outDir, emptyOutDir: true, chunkSizeWarningLimit: 8000, minify: false }
  await build({ ...shared, build: options, plugins: [printed] })
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  try {
    await page.goto(server.resolvedUrls!.local[0]!)
    return await run()
  } finally {
    await server.close()
    rmSync(outDir, { recursive: true, force: true })
  }
}
