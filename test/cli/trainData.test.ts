import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { chain, input } from '../builders.ts'
import { npyBytes, npz } from '../training/data/files.ts'
import { folder, hourglass } from './hourglass.ts'

const here = folder()
const small = join(here, 'small.json')
const layers = [['Conv2d', { outChannels: 1, kernelSize: 3, padding: 1 }]] as const
writeFileSync(small, saveDocument(chain(input(1, 9, 9), [...layers[0]]), registry))
const options = ['--steps', '2', '--batch', '8', '--backend', 'cpu', '--json']

test('hourglass train draws a set that fits the Input, or takes files, and says what is wrong with them', async () => {
  const drawn = await hourglass('train', small, '--dataset', 'shapes', '--images', '24', ...options)
  expect([drawn.code, drawn.err]).toEqual([0, ''])
  expect(drawn.lines<object>().at(-1)).toMatchObject({ done: true, steps: 2 })
  const data = join(here, 'own.npz')
  writeFileSync(data, npz({ x_train: npyBytes([20, 9, 9], Array(1620).fill(9)) }))
  const own = await hourglass('train', small, '--data', data, '--test-share', '0.5', ...options)
  expect([own.code, own.err]).toEqual([0, ''])
  writeFileSync(data, 'no data')
  const wrong = await hourglass('train', small, '--data', data, ...options)
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('own.npz is no data that can be read')])
})
