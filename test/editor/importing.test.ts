import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isPyTorchText } from '../../src/editor/importing/importStore.ts'
import { previewOf } from '../../src/editor/importing/preview.ts'
import { templates } from '../../templates/index.ts'

const printed = (n: number) =>
  readFileSync(join(import.meta.dirname, `../golden/printed/printed-${n}.txt`), 'utf8')

test('text of PyTorch is told from saved models and from any other text', () => {
  for (const n of [1, 2, 3, 4, 5, 6]) expect(isPyTorchText(printed(n))).toBe(true)
  expect(isPyTorchText('>>> print(m)\r\nSequential(\r\n  (0): ReLU()\r\n)')).toBe(true)
  expect(isPyTorchText("Upsample(scale_factor=2.0, mode='nearest')")).toBe(true)
  expect(isPyTorchText('model = nn.Sequential(nn.ReLU())')).toBe(true)
  for (const pasted of [
    '> Net(\n>   (0): ReLU()\n> )',
    '1  Net(\n2    (0): ReLU()\n3  )',
    'Net(\n\xa0\xa0(0): ReLU()\n)',
    '\u001b[1mNet\u001b[0m(\n\u001b[2m  (0)\u001b[0m: ReLU()\n)',
    'Layer (type)               Output Shape         Param #',
  ]) {
    expect([pasted, isPyTorchText(pasted)]).toEqual([pasted, true])
  }
  for (const { text } of templates) expect(isPyTorchText(text)).toBe(false)
  for (const other of [
    '',
    'conv1',
    'See (a): it is so.',
    'f(x) = 3',
    '\n'.repeat(200_000),
    `A(${'a='.repeat(100_000)}`,
  ]) {
    expect(isPyTorchText(other)).toBe(false)
  }
})

test('a preview has every layer with its size, its role and whether a wire leads to it', () => {
  const whole = previewOf(printed(1), [1, 28, 28])
  if ('faults' in whole) throw new Error(whole.faults[0]!.message)
  expect([whole.rows.length, whole.parameters]).toEqual([19, 112457])
  expect(whole.rows[1]).toEqual({
    id: 'conv1',
    type: 'Conv2d',
    size: '32×24×24',
    share: 24 / 28,
    role: 'encoder',
    isLoose: false,
  })
  expect(whole.rows.find(row => row.role === 'code')?.size).toBe('8×1×1')
  const parts = previewOf(printed(6), [1, 16, 16])
  expect('rows' in parts && parts.rows.filter(row => row.size === undefined).map(row => row.isLoose)).toEqual(
    [true, false, false, false],
  )
  expect(previewOf('Sequential(', [1, 4, 4])).toHaveProperty('faults')
})
