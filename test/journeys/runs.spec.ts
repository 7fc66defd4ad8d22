import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { unzipSync } from 'fflate'

/** A network that takes a hundred steps in seconds, and more of them than a journey waits for. */
const tiny = JSON.stringify({
  format: 'hourglass',
  version: 1,
  name: 'Tiny',
  nodes: [
    { id: 'image', type: 'Input', params: { shape: [1, 28, 28] } },
    { id: 'conv1', type: 'Conv2d', params: { outChannels: 4, kernelSize: 7, stride: 7 } },
    { id: 'relu1', type: 'ReLU', params: {} },
    { id: 'deconv1', type: 'ConvTranspose2d', params: { outChannels: 1, kernelSize: 7, stride: 7 } },
  ],
  edges: [
    { source: 'image', target: 'conv1' },
    { source: 'conv1', target: 'relu1' },
    { source: 'relu1', target: 'deconv1' },
  ],
  training: { batchSize: 2000, epochs: 200, learningRate: 0.01 },
})

/** Drops a file on the window. */
async function drop(page: Page, name: string, bytes: readonly number[]) {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(content)], fileName))
      return data
    },
    [name, bytes] as const,
  )
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

const dock = (page: Page) => page.locator('[data-region="dock"]')
const row = (page: Page, name: string) => dock(page).getByRole('row', { name })
const showRuns = (page: Page) => dock(page).getByRole('tab', { name: /^Runs/ }).click()
const stepOf = async (page: Page) => {
  const text = await dock(page).getByRole('region', { name: 'Run' }).textContent()
  return Number(/Step([\d,]+) \//.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? 0)
}

test('a run outlives a reload and a crashed worker, and travels as a zip', async ({ page }) => {
  await page.goto('./')
  await expect(page.locator('.react-flow__node[data-id="conv1"]')).toBeVisible()
  await drop(page, 'tiny.json', [...new TextEncoder().encode(tiny)])
  await expect(page.locator('.react-flow__node')).toHaveCount(4)

  // Trained through one epoch, then the page goes away without a word.
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(60)
  await page.reload()
  await expect(dock(page).getByText(/^Run 1 was interrupted at step [\d,]+ of 6,000/)).toBeVisible()
  await showRuns(page)
  await expect(row(page, 'Run 1')).toContainText('Interrupted')
  await row(page, 'Run 1').getByRole('button', { name: 'Resume Run 1' }).click()
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(90)

  // The worker crashes; the page goes on from the last checkpoint.
  for (const worker of page.workers()) {
    const crash = worker.evaluate(() => {
      const fault = () => {
        throw new Error('a crash on purpose')
      }
      if (self.name === 'training') setTimeout(fault)
    })
    // Others, and those from before the reload, may have ended meanwhile.
    await crash.catch(() => {})
  }
  await expect(page.getByRole('alert')).toContainText('Resume goes on from step')
  await dock(page).getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(dock(page).getByRole('button', { name: 'Pause', exact: true })).toBeVisible({
    timeout: 30_000,
  })
  await dock(page).getByRole('button', { name: 'Stop', exact: true }).click()

  // Out as a zip, and in again beside it.
  await showRuns(page)
  await expect(row(page, 'Run 1')).toContainText('Stopped')
  await row(page, 'Run 1').getByRole('button', { name: 'What can be done with Run 1' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^Export/ }).click(),
  ])
  const bytes = readFileSync(await download.path())
  const names = ['curves.csv', 'model.json', 'optimizer.safetensors', 'run.json', 'weights.safetensors']
  expect(Object.keys(unzipSync(bytes)).sort()).toEqual(names)
  await row(page, 'Run 1').getByRole('button', { name: 'What can be done with Run 1' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(dock(page).getByText('Run 1 is deleted.')).toBeVisible()
  await expect(dock(page).getByText('Runs appear here')).toBeVisible()
  await dock(page).getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, 'Run 1')).toBeVisible()
  await drop(page, 'run.zip', [...bytes])
  await expect(dock(page).getByRole('checkbox', { checked: true })).toHaveCount(2)
  await expect(dock(page).getByRole('img', { name: 'Loss by step of Run 1, Run 1 (2)' })).toBeVisible()
})
