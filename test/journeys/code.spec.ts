/** The code panel on the built app: no errors in it, lit together with the canvas, offline, and true wherever it runs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import * as tf from '@tensorflow/tfjs'
import { strFromU8, unzipSync } from 'fflate'
import { weightFaults } from '../../src/compile/weights.ts'
import { readSafetensors } from '../../src/formats/safetensors.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { setWeights } from '../../src/runtime/weights.ts'
import { planOf } from '../builders.ts'
import { inPage } from './printedPage.ts'

const template = join(import.meta.dirname, '../../templates/reference-autoencoder.json')
const plan = planOf(JSON.parse(readFileSync(template, 'utf8')) as GraphDocument)

const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)
const panel = (page: Page) => page.getByRole('complementary', { name: 'Code' })

async function openCode(page: Page): Promise<void> {
  await page.goto('.')
  await node(page, 'conv3').waitFor()
  await node(page, 'conv3').click()
  await page.keyboard.press('3')
  await expect(panel(page).getByText('No type errors')).toBeVisible({ timeout: 60_000 })
}

test('the code has no errors, asks no other origin, and is lit together with the canvas', async ({
  page,
  baseURL,
}) => {
  const foreign: string[] = []
  const faults: string[] = []
  page.on('request', request => {
    const url = request.url()
    if (!url.startsWith(baseURL!) && !/^(data|blob):/.test(url)) foreign.push(url)
  })
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  await openCode(page)
  const code = panel(page)
  await expect(code.locator('.squiggly-error')).toHaveCount(0)

  await expect(code.getByText(/^conv3: lines 7 and 27–29$/)).toBeVisible()
  await expect(code.locator('[class*=lit]').first()).toBeVisible()

  await code.locator('.view-line', { hasText: /name:\s'deconv1'/ }).click()
  await expect(code.getByText(/^deconv1: lines 10 and 40–42$/)).toBeVisible()
  await expect(node(page, 'deconv1')).toHaveClass(/selected/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(node(page, 'relu5')).toHaveClass(/selected/)

  await code.getByRole('button', { name: 'Close code' }).click()
  await expect(code).toBeHidden()
  expect(foreign).toEqual([])
  expect(faults).toEqual([])
})

test('the downloaded module is the one that is shown', async ({ page }) => {
  await openCode(page)
  const waiting = page.waitForEvent('download')
  await panel(page).getByRole('button', { name: 'Download' }).click()
  const download = await waiting
  expect(download.suggestedFilename()).toBe('reference-autoencoder.ts')
  const text = readFileSync(await download.path(), 'utf8')
  expect(text).toContain(
    "const conv3 = conv2d(relu2, {\n    name: 'conv3', filters: 32, kernelSize: 4, strides: 2,",
  )
  const weights = panel(page).getByRole('button', { name: 'With weights' })
  await expect(weights).toHaveAttribute('aria-disabled', 'true')
})

test('the archive of a trained model returns in any page what the model itself returns', async ({ page }) => {
  await openCode(page)
  const batchSize = page.getByRole('textbox', { name: 'batchSize' })
  await batchSize.fill('8')
  await batchSize.press('Enter')
  await page.getByRole('button', { name: 'Train', exact: true }).first().click()
  const button = panel(page).getByRole('button', { name: 'With weights' })
  await expect(button).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 })
  const waiting = page.waitForEvent('download')
  await button.click()
  const download = await waiting
  expect(download.suggestedFilename()).toBe('reference-autoencoder.zip')
  const files = unzipSync(readFileSync(await download.path()))
  expect(Object.keys(files)).toEqual(['model.ts', 'weights.safetensors', 'README.md'])
  const bytes = files['weights.safetensors']!
  const weights = readSafetensors(bytes)
  expect(weightFaults(plan, weights)).toEqual([])

  const image = Array.from({ length: 784 }, (_, i) => (i % 29) / 29)
  const model = buildModel(plan)
  setWeights(model, plan, weights)
  const expected = await (model.predict(tf.tensor(image, [1, 28, 28, 1])) as tf.Tensor).data()
  const returned = await inPage(page, strFromU8(files['model.ts']!), () =>
    page.evaluate(([file, values]) => window.predict(file, [1, 28, 28, 1], values), [
      [...bytes],
      image,
    ] as const),
  )
  const scale = Math.max(...expected.map(Math.abs))
  const worst = Math.max(...returned.map((value, i) => Math.abs(value - expected[i]!)))
  expect(worst / scale).toBeLessThan(1e-6)
})
