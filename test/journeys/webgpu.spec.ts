import { expect, test } from '@playwright/test'

test('a small network learns on WebGPU, chosen by hand, and its loss falls', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  await page.goto('./')
  await page.getByRole('button', { name: 'Linear autoencoder', exact: true }).first().click()
  await page.getByRole('button', { name: /^Backend: WebAssembly/ }).click()
  await page.getByRole('menuitemradio', { name: /^WebGPU/ }).click()
  await page.getByRole('textbox', { name: 'batchSize' }).fill('32')
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
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Train( |$)/ }).first()).toBeVisible({ timeout: 30_000 })
  expect(errors).toEqual([])
})
