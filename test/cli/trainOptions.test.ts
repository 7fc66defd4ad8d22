import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultTraining } from '../../src/graph/document.ts'
import { folder, hourglass, tinyNetwork } from './hourglass.ts'

const here = folder()
const tiny = tinyNetwork(here)
const limits = ['--train-limit', '40', '--test-limit', '20', '--batch', '16', '--backend', 'cpu', '--json']

describe('options of training', () => {
  test('set the optimizer, its parameters and the course of the run, and are kept with it', async () => {
    const run = join(here, 'run')
    const { code, err } = await hourglass(
      ...['train', tiny, ...limits, '--steps', '3', '--save', run, '--optimizer', 'SGD', '--lr', '0.1'],
      ...['--momentum', '0.9', '--nesterov', '--weight-decay', '1e-4', '--clip-grad-norm', '1'],
      ...[
        '--schedule',
        'CosineAnnealingLR',
        '--eta-min',
        '0.01',
        '--warmup-steps',
        '1',
        '--patience',
        'none',
      ],
    )
    expect([err, code]).toEqual(['', 0])
    const { training } = JSON.parse(readFileSync(join(run, 'model.json'), 'utf8'))
    expect(training).toEqual({
      ...{ ...defaultTraining, batchSize: 16, optimizer: 'SGD', learningRate: 0.1 },
      ...{ momentum: 0.9, nesterov: true, weightDecay: 1e-4, clipGradNorm: 1 },
      ...{ schedule: 'CosineAnnealingLR', etaMin: 0.01, warmupSteps: 1 },
    })
    const changed = await hourglass('train', '--resume', run, '--momentum', '0.5')
    expect(changed.err).toContain('--momentum cannot be changed in a resumed run')
  })

  test.each([
    [['--optimizer', 'Adagrad'], `--optimizer must be one of 'Adam', 'AdamW', 'SGD', 'RMSprop'; got Adagrad`],
    [['--betas', '0.9'], '--betas must be a list of 2 numbers from 0 to 1, 1 left out; got 0.9'],
    [['--clip-grad-norm', '0'], '--clip-grad-norm must be a number, above 0, or none; got 0'],
    [
      ['--optimizer', 'SGD', '--nesterov'],
      'nesterov needs a momentum above 0 and no dampening; momentum is 0, dampening 0',
    ],
  ])('%s is refused with what would fit', async (options, message) => {
    const { code, err } = await hourglass('train', tiny, ...limits, ...options)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  test('stand in the help', async () => {
    const { out } = await hourglass('train', '--help')
    for (const option of ['--weight-decay X', '--betas X,Y', '--nesterov', '--schedule NAME']) {
      expect(out).toContain(option)
    }
  })
})
