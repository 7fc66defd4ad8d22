import { type ExecFileSyncOptions, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The Chromium that browser tests use: `CHROME_BIN`, else an installed one, else, on Debian as root, one that apt
 * installs now. Where there is none, Playwright's own is meant (`npx playwright install chromium`).
 * The result is part of the launch options.
 */
export function findChromium(): { executablePath?: string } {
  const found = [process.env.CHROME_BIN, ...usual].find(path => path !== undefined && existsSync(path))
  if (found) return { executablePath: found }
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error("No Chromium found; installing Debian's with apt-get.")
    const options: ExecFileSyncOptions = { stdio: ['ignore', 'inherit', 'inherit'] }
    execFileSync('apt-get', ['update', '-q'], options)
    execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options)
    return { executablePath: '/usr/bin/chromium' }
  }
  console.error('No Chromium found. Set CHROME_BIN to one, or run: npx playwright install chromium')
  return {}
}
