import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { unzipRun, zipRun } from '../../src/editor/runs/runZip.ts'
import { folder, hourglass, tinyNetwork } from './hourglass.ts'

const here = folder()
const tiny = tinyNetwork(here)
const limits = ['--train-limit', '40', '--test-limit', '20', '--batch', '16', '--backend', 'cpu', '--json']
const losses = (out: Awaited<ReturnType<typeof hourglass>>) =>
  out.lines<{ step?: number; loss?: number }>().slice(0, -1)

test('a folder of the command line is a zip that the page takes, and what the page packs is resumed exactly', async () => {
  const run = join(here, 'first run')
  const whole = await hourglass('train', tiny, ...limits, '--steps', '8')
  const first = await hourglass(
    ...['train', tiny, ...limits, '--steps', '5', '--save', run, '--checkpoint-every', '2'],
  )
  expect([first.err, first.code]).toEqual(['', 0])

  // Zipped as a folder, as any tool does.
  const files = readdirSync(run).map(name => [
    `first run/${name}`,
    new Uint8Array(readFileSync(join(run, name))),
  ])
  const { run: taken, data } = await unzipRun(zipSync(Object.fromEntries(files)))
  expect(taken).toMatchObject({
    ...{ name: 'first run', status: 'stopped', step: 5 },
    notes: ['It was told to end at step 5; the 5 epochs of its settings are 15 steps.'],
    facts: {
      backend: 'cpu',
      lossName: 'MSE',
      totalSteps: 15,
      stepsPerEpoch: 3,
      trainImages: 40,
      testImages: 20,
    },
  })
  expect(taken.evaluations.map(({ step, epoch }) => [step, epoch])).toEqual([
    [3, 1],
    [5, 2],
  ])
  expect(taken.seconds).toBeGreaterThan(0)
  expect([...data.losses]).toEqual(losses(first).map(({ loss }) => Math.fround(loss!)))

  const zip = join(here, 'run.zip')
  writeFileSync(zip, await zipRun(taken, data))
  const second = await hourglass(
    ...['train', '--resume', zip, '--backend', 'cpu', '--steps', '8', '--json'],
    ...['--save', join(here, 'second'), '--checkpoint-every', '3'],
  )
  expect([second.err, second.code]).toEqual(['', 0])
  expect([...losses(first), ...losses(second)]).toEqual(losses(whole))
  // The second folder has the whole curve.
  const table = readFileSync(join(here, 'second', 'curves.csv'), 'utf8')
  expect(table.trimEnd().split('\n')).toHaveLength(9)
  expect(JSON.parse(readFileSync(join(here, 'second', 'run.json'), 'utf8'))).toMatchObject({
    ...{ name: 'first run', startedAt: taken.startedAt, status: 'done', step: 8 },
    settings: { checkpointEvery: 3 },
  })

  const { 'optimizer.safetensors': _, ...part } = unzipSync(readFileSync(zip))
  writeFileSync(zip, zipSync(part))
  const missing = await hourglass('train', '--resume', zip)
  expect([missing.code, missing.err]).toEqual([
    1,
    expect.stringContaining('run.zip is not the zip of a run: optimizer.safetensors is missing.'),
  ])
  writeFileSync(zip, 'PK and nothing else')
  expect((await hourglass('train', '--resume', zip)).err).toContain('no zip archive, or it is damaged')
})

test('a run on own files asks for them again, and trains on nothing else', async () => {
  const images = join(here, 'own.npy')
  const head = "{'descr': '|u1', 'fortran_order': False, 'shape': (40, 28, 28), }"
  const header = `${head.padEnd(117)}\n`
  const bytes = new Uint8Array(10 + header.length + 40 * 784)
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0])
  bytes.set(new TextEncoder().encode(header), 10)
  for (let i = 10 + header.length; i < bytes.length; i++) bytes[i] = (i * 37) % 256
  writeFileSync(images, bytes)
  const run = join(here, 'own')
  const started = ['train', tiny, '--data', images, '--batch', '16', '--backend', 'cpu', '--json']
  const first = await hourglass(...started, '--steps', '1', '--save', run)
  expect([first.err, first.code]).toEqual(['', 0])
  const without = await hourglass('train', '--resume', run, '--backend', 'cpu', '--steps', '2')
  expect([without.code, without.err]).toEqual([2, expect.stringContaining(`was trained on ${images}`)])
  const again = await hourglass(
    ...['train', '--resume', run, '--data', images, '--backend', 'cpu', '--steps', '2', '--json'],
  )
  const whole = await hourglass(...started, '--steps', '2')
  expect([...losses(first), ...losses(again)]).toEqual(losses(whole))
})
