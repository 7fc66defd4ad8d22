import { expect, type Page, test } from '@playwright/test'

/** Keeps the GPU devices that workers ask for, so that a test can take them away. */
async function holdDevices(page: Page): Promise<void> {
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      const { requestDevice } = GPUAdapter.prototype
      const held: GPUDevice[] = []
      Object.assign(globalThis, { held })
      GPUAdapter.prototype.requestDevice = async function (...args) {
        const device = await requestDevice.apply(this, args)
        held.push(device)
        return device
      }
    })
  }
}

/** What a lost GPU is to the page: a driver that was reset, a laptop that slept. */
async function loseDevices(page: Page): Promise<void> {
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      for (const device of (globalThis as { held?: GPUDevice[] }).held ?? []) device.destroy()
    })
  }
}

test('a small network learns on WebGPU, chosen by hand; when the GPU is lost it goes on without', async ({
  page,
}) => {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  await page.goto('./')
  await page.getByRole('button', { name: 'Linear autoencoder', exact: true }).first().click()
  await page.getByRole('button', { name: /^Backend: WebAssembly/ }).click()
  await page.getByRole('menuitemradio', { name: /^WebGPU/ }).click()
  await page.getByRole('textbox', { name: 'batchSize' }).fill('32')
  await holdDevices(page)
  await page
    .getByRole('button', { name: /^Train \d+ epochs$/ })
    .first()
    .click()

  const run = page.getByRole('region', { name: 'Run' })
  const lossOf = async () => Number(/Batch loss([\d.]+)/.exec((await run.textContent()) ?? '')?.[1])
  await expect(run).toContainText(/Batch loss0\.\d+/, { timeout: 90_000 })
  const first = await lossOf()
  expect(first).toBeGreaterThan(0)
  await expect.poll(lossOf, { timeout: 90_000 }).toBeLessThan(first * 0.8)
  await expect(page.getByText('WebGPU, in a worker')).toBeVisible()

  await loseDevices(page)
  const notice = page.getByText(/^WebGPU failed: .* Training goes on with WebAssembly from step [\d,]+\.$/)
  await expect(notice.first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: /^Backend: WebAssembly/ })).toBeVisible()
  await expect(page.getByText('WebAssembly, in a worker')).toBeVisible()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Train( |$)/ }).first()).toBeVisible({ timeout: 30_000 })
  expect(errors).toEqual([])
})
