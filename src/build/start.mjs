/** Builds the editor, serves it on a free port of this machine alone, prints the address, and opens it in a browser. */
import { build, preview } from 'vite'

const hasBrowser =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
const isAsked = !process.argv.includes('--no-open') && !process.env.CI

await build({ logLevel: 'warn' })
const server = await preview({
  preview: { host: '127.0.0.1', port: 4173, open: hasBrowser && isAsked },
  logLevel: 'warn',
})
const [address] = server.resolvedUrls?.local ?? []
console.log(`\nHourglass: ${address}\n`)
