/** Every template's module in a browser, against plain tfjs: the numbers of the runtime's model. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import * as tf from '@tensorflow/tfjs'
import { writeSafetensors } from '../../src/formats/safetensors.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { initialWeights, setWeights } from '../../src/runtime/weights.ts'
import { planOf } from '../builders.ts'
import { inPage } from './printedPage.ts'

const root = join(import.meta.dirname, '../..')
const names = readdirSync(join(root, 'templates'))
  .filter(file => file.endsWith('.json') && file !== 'empty.json')
  .map(file => file.replace('.json', ''))

for (const name of names) {
  test(`the module of ${name} returns in a browser what the model itself returns`, async ({ page }) => {
    const folder = mkdtempSync(join(tmpdir(), 'hourglass-module-'))
    try {
      const plan = planOf(
        JSON.parse(readFileSync(join(root, `templates/${name}.json`), 'utf8')) as GraphDocument,
      )
      const weights = initialWeights(plan, 1)
      const bytes = writeSafetensors(weights)
      writeFileSync(join(folder, 'w.safetensors'), bytes)
      const launcher = join(root, 'src/cli/hourglass.mjs')
      const out = join(folder, 'model.ts')
      execFileSync(process.execPath, [
        launcher,
        'export',
        name,
        '--to',
        'typescript',
        '-o',
        out,
        '--weights',
        join(folder, 'w.safetensors'),
      ])
      const [channels = 1, height = 1, width = 1] = plan.inputs[0]!.shape
      const shape = [1, height, width, channels]
      const image = Array.from({ length: channels * height * width }, (_, i) => (i % 29) / 29)
      const model = buildModel(plan)
      setWeights(model, plan, weights)
      const predicted = model.predict(tf.tensor(image, shape))
      const expected = await (Array.isArray(predicted) ? predicted[0]! : predicted).data()
      const returned = await inPage(page, readFileSync(out, 'utf8'), () =>
        page.evaluate(([file, sides, values]) => window.predict(file, sides, values), [
          [...bytes],
          shape,
          image,
        ] as const),
      )
      expect(returned.length).toBe(expected.length)
      const scale = Math.max(...expected.map(Math.abs))
      expect(scale).toBeGreaterThan(0)
      expect(Math.max(...returned.map((value, i) => Math.abs(value - expected[i]!))) / scale).toBeLessThan(
        1e-6,
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
