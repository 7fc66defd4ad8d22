/** Writes docs/numerics.md from a run of the numerics journey. */
import { spawnSync } from 'node:child_process'

const { status } = spawnSync('npx', ['--no-install', 'playwright', 'test', 'numerics'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, HOURGLASS_NUMERICS_TABLE: 'docs/numerics.md' },
})
process.exitCode = status ?? 1
