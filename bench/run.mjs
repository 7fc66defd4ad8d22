/**
 * Measures and prints: `npm run bench -- [--json] [--only NAME]`. Ratios come from interleaved runs in one process,
 * medians, with the raw times beside them. Nothing here passes or fails.
 */
import { parseArgs } from 'node:util'
import { createServer } from 'vite'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } })

const benches = {
  inferEdit10k: '/bench/inferEdit10k.ts',
  dragFrame1k: '/bench/dragFrame1k.ts',
  trainVsFit: '/bench/trainVsFit.ts',
  trainOfPeak: '/bench/trainOfPeak.ts',
  bundle: '/bench/bundle.ts',
}

const chosen = Object.entries(benches).filter(
  ([name]) => values.only === undefined || values.only.split('.')[0] === name,
)
if (chosen.length === 0) {
  console.error(`There is no bench ${values.only}: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

const server = await createServer({
  server: { middlewareMode: true, watch: null },
  logLevel: 'error',
  appType: 'custom',
})
const results = {}
for (const [name, path] of chosen) {
  const { measure } = await server.ssrLoadModule(path)
  Object.assign(results, await measure(name))
  if (!values.json) console.log(name, JSON.stringify(results[name] ?? results, null, 2))
}
if (values.json) console.log(JSON.stringify(results))
await server.close()
process.exit(0)
