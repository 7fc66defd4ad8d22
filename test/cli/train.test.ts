import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { readSafetensors } from '../../src/formats/safetensors.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { chain, input } from '../builders.ts'
import { folder, hourglass } from './hourglass.ts'

const here = folder()

/** A network for digits that a CPU trains in milliseconds; it keeps running statistics. */
const tiny = join(here, 'tiny.json')
writeFileSync(
  tiny,
  saveDocument(
    chain(
      input(1, 28, 28),
      ['Conv2d', { outChannels: 2, kernelSize: 7, stride: 7 }],
      ['BatchNorm2d'],
      ['ReLU'],
      ['ConvTranspose2d', { outChannels: 1, kernelSize: 7, stride: 7 }],
    ),
    registry,
  ),
)
const limits = ['--train-limit', '40', '--test-limit', '20', '--batch', '16', '--backend', 'cpu', '--json']

describe('hourglass train', () => {
  test('trains the reference autoencoder on wasm', async () => {
    const { code, lines, err } = await hourglass(
      ...['train', 'reference-autoencoder', '--backend', 'wasm', '--steps', '3'],
      ...['--train-limit', '64', '--test-limit', '64', '--json'],
    )
    expect([code, err]).toEqual([0, ''])
    const reports = lines<Record<string, unknown>>()
    expect(reports.slice(0, 3)).toEqual([1, 2, 3].map(step => ({ step, loss: expect.any(Number) })))
    expect(Object.keys(reports[3]!)).toEqual([
      'done',
      'backend',
      'steps',
      'trainMse',
      'testMse',
      'pca',
      'secondsPerStep',
    ])
    expect(reports[3]).toMatchObject({ done: true, backend: 'wasm', steps: 3, pca: { dims: 8 } })
  })

  test('goes on with a saved run as if it had not been interrupted', async () => {
    const run = join(here, 'run')
    const whole = await hourglass('train', tiny, ...limits, '--steps', '8')
    const first = await hourglass('train', tiny, ...limits, '--steps', '4', '--save', run)
    const second = await hourglass('train', '--resume', run, '--backend', 'cpu', '--steps', '8', '--json')
    expect([whole.code, first.code, second.code]).toEqual([0, 0, 0])
    const losses = (out: typeof whole) => out.lines<{ step?: number; loss?: number }>().slice(0, -1)
    expect([...losses(first), ...losses(second)]).toEqual(losses(whole))
    const summary = (out: typeof whole) => out.lines<{ trainMse: number; testMse: number }>().at(-1)!
    expect(summary(second).testMse).toBe(summary(whole).testMse)
    expect(JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'))).toMatchObject({
      step: 4,
      epoch: 2,
      trainLimit: 40,
      settings: { batchSize: 16, seed: 0 },
    })
    expect(Object.keys(readSafetensors(readFileSync(join(run, 'weights.safetensors'))))).toHaveLength(9)

    const again = await hourglass('train', tiny, ...limits, '--steps', '1', '--save', run)
    expect(again.code).toBe(1)
    expect(again.err).toContain('exists; with --force it is overwritten')
    const over = await hourglass('train', '--resume', run, '--steps', '3')
    expect(over.code).toBe(2)
    expect(over.err).toContain('has taken 4 steps already, and 3 are asked for')
    const changed = await hourglass('train', '--resume', run, '--batch', '8')
    expect(changed.err).toContain('--batch cannot be changed in a resumed run')
    const other = await hourglass('train', 'linear-autoencoder', '--resume', run)
    expect(other.err).toContain('linear-autoencoder is not the network of the run')
    writeFileSync(join(run, 'weights.safetensors'), 'no weights')
    const damaged = await hourglass('train', '--resume', run)
    expect(damaged.code).toBe(1)
    expect(damaged.err).toContain('weights.safetensors: This is not a')
  })

  test('refuses a network that does not take or yield digits, and starts nothing', async () => {
    const large = join(here, 'large.json')
    writeFileSync(large, saveDocument(chain(input(3, 32, 32), ['Conv2d', { outChannels: 1 }]), registry))
    const wrongInput = await hourglass('train', large, '--save', join(here, 'never'))
    expect(wrongInput.code).toBe(1)
    expect(wrongInput.err).toContain(
      'Input image of 3×32×32 does not take MNIST images of 1×28×28: set its shape to 1×28×28, turn on resize, or choose shapes or gratings, which are drawn to fit.',
    )
    expect(existsSync(join(here, 'never'))).toBe(false)
    const empty = await hourglass('train', 'empty')
    expect([empty.code, empty.err]).toEqual([1, expect.stringContaining('add an Input')])
  })
})
