/**
 * All checks in one go: types, lint, unit and contract tests, the build, browser journeys. Each part runs whatever became
 * of the others; a skipped test counts as failed. Ends with the line `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'

const results = 'test-results'
rmSync(results, { recursive: true, force: true })
mkdirSync(results)

const total = { passed: 0, failed: 0 }

await part('types', ['tsc', '--noEmit'])
await part('lint', ['biome', 'ci', '.'])
await part(
  'tests',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}/unit.json`],
  unit,
)
const isBuilt = await part('build', ['vite', 'build', '--logLevel', 'warn'])
if (isBuilt) await part('journeys', ['playwright', 'test'], journeys)

console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

/** Runs a program of node_modules; without `count` it is one check, passed where it exits with 0. */
async function part(title, [program, ...args], count) {
  const start = Date.now()
  console.log(`\n— ${title}`)
  const code = await new Promise(done => {
    const child = spawn('npx', ['--no-install', program, ...args], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    child.on('close', done)
    child.on('error', () => done(1))
  })
  const found = count?.() ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
  // A run that broke off has failed, also where every test that it came to had passed.
  if (code !== 0 && found.failed === 0) found.failed = 1
  total.passed += found.passed
  total.failed += found.failed
  console.log(
    `${title}: ${found.passed} passed, ${found.failed} failed, ${((Date.now() - start) / 1000).toFixed(0)} s`,
  )
  return code === 0
}

function unit() {
  const report = read('unit.json')
  if (!report) return { passed: 0, failed: 1 }
  return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests }
}

function journeys() {
  const report = read('journeys.json')
  if (!report) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + skipped }
}

function read(name) {
  try {
    return JSON.parse(readFileSync(`${results}/${name}`, 'utf8'))
  } catch {
    return undefined
  }
}
