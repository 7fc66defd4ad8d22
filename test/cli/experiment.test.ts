import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { npyBytes, npz } from '../training/data/files.ts'
import { folder, hourglass } from './hourglass.ts'

const small = ['--backend', 'cpu', '--train-limit', '200', '--test-limit', '100', '--steps', '3']
interface Row {
  readonly dims: number
  readonly testMse: number
  readonly pcaTestMse: number
  readonly steps: number
}

test('trains a network at each code size, keeps what is done, and draws the figure', async () => {
  const save = join(folder(), 'sizes')
  const first = await hourglass(
    'experiment',
    'linear-autoencoder',
    '--dims',
    '2,8',
    ...small,
    '--save',
    save,
    '--json',
  )
  expect(first).toMatchObject({ code: 0 })
  const rows = first.lines<Row>()
  expect(rows.map(({ dims, steps }) => [dims, steps])).toEqual([
    [2, 3],
    [8, 3],
  ])
  expect(rows[1]!.pcaTestMse).toBeLessThan(rows[0]!.pcaTestMse)
  for (const { testMse, pcaTestMse } of rows) expect(testMse).toBeGreaterThan(pcaTestMse)
  expect(readFileSync(join(save, 'experiment.svg'), 'utf8').match(/<image /g)).toHaveLength(5)
  expect(readFileSync(join(save, 'experiment.csv'), 'utf8').split('\n')).toHaveLength(4)

  // Another code size is trained, those that are done are not: their times would not be the same to a digit.
  const again = ['experiment', 'linear-autoencoder', '--dims', '8,4', ...small, '--save', save]
  const second = await hourglass(...again, '--json')
  expect(second.lines<Row>().map(({ dims }) => dims)).toEqual([8, 4])
  expect(second.lines<Row>()[0]).toEqual(rows[1])
  const table = await hourglass(...again)
  expect(table.out).toContain('code size')
  expect(table.out.trim().split('\n')).toHaveLength(3)

  const other = await hourglass(...again, '--seed', '5')
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining('holds another experiment') })
})

test('goes on with a run that was cut off in the middle, exactly', async () => {
  const root = folder()
  const args = (steps: string, save: string) => [
    ...['experiment', 'linear-autoencoder', '--dims', '3', ...small.slice(0, -1), steps],
    // A schedule that ends with the run would make one of 3 steps another run than the half of one of 6.
    ...['--schedule', 'constant', '--save', join(root, save), '--json'],
  ]
  const whole = (await hourglass(...args('6', 'whole'))).lines<Row>()[0]!
  await hourglass(...args('3', 'parts'))
  // The file of results is what says that it is done; without it only the run at step 3 is there.
  rmSync(join(root, 'parts', 'experiment.json'))
  expect(existsSync(join(root, 'parts', 'd3'))).toBe(true)
  const resumed = (await hourglass(...args('6', 'parts'))).lines<Row>()[0]!
  expect(resumed).toMatchObject({ steps: 6, testMse: whole.testMse })
})

test('learns from the files that are named, the network and PCA alike', async () => {
  const [root, save] = [folder(), join(folder(), 'own')]
  const data = join(root, 'two.npz')
  // All images lie on one line, so that PCA with one number leaves no error; the digits do not.
  const pixels = Array.from({ length: 40 * 784 }, (_, i) => (i % 2) * (Math.floor(i / 784) % 5) * 40)
  writeFileSync(data, npz({ x_train: npyBytes([40, 28, 28], pixels) }))
  const args = ['experiment', 'linear-autoencoder', '--dims', '1', ...small, '--save', save, '--json']
  const own = await hourglass(...args, '--data', data, '--test-share', '0.5')
  expect(own).toMatchObject({ code: 0 })
  expect(own.lines<Row>()[0]!.pcaTestMse).toBeLessThan(1e-6)
  const other = await hourglass(...args, '--test-share', '0.5')
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining('holds another experiment') })
})

test('refuses networks without a code, or with another loss, and code sizes that there are not', async () => {
  expect(await hourglass('experiment', 'classifier')).toMatchObject({
    code: 1,
    err: expect.stringContaining('has no code'),
  })
  expect(await hourglass('experiment', 'linear-autoencoder', '--dims', '0')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--dims must be whole numbers from 1 to 784'),
  })
  expect(await hourglass('experiment', 'linear-autoencoder', '-o', 'figure.png')).toMatchObject({ code: 2 })
})
