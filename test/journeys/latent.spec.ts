import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

/** Whether a picture inside has come: pixels that are not black. */
const isDrawn = (page: Page, region: string): Promise<boolean> =>
  page
    .getByRole('region', { name: region })
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      return data.some((value, i) => i % 4 !== 3 && value > 60)
    })

test('the code of a network that has learned a little is walked through, sampled and moved about', async ({
  page,
}) => {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  await page.goto('./')
  await page.getByRole('button', { name: 'Linear autoencoder', exact: true }).first().click()
  await page.getByRole('tab', { name: 'Latent' }).click()
  await expect(page.getByRole('heading', { name: 'Train first, or load weights' })).toBeVisible()
  await page.getByRole('tabpanel').getByRole('button', { name: 'Train', exact: true }).click()
  const stop = page.getByRole('button', { name: 'Stop', exact: true })
  await expect(page.getByRole('region', { name: 'Run' })).toContainText(/Batch loss0\.\d+/, {
    timeout: 60_000,
  })
  await stop.click()
  await expect(stop).toBeHidden({ timeout: 30_000 })

  await page.getByRole('tab', { name: 'Latent' }).click()
  await page.getByRole('button', { name: 'Maximise' }).click()
  await expect(page.getByText(/^Model: .* step [\d,]+|^Model: .* after epoch \d+/)).toBeVisible({
    timeout: 30_000,
  })
  await expect.poll(() => isDrawn(page, 'Interpolation'), { timeout: 30_000 }).toBe(true)
  const alpha = page.getByRole('slider', { name: /α$/ })
  await alpha.focus()
  await page.keyboard.press('ArrowRight')
  // Coordinates of the code may have the same number.
  await expect(
    page.getByRole('region', { name: 'Interpolation' }).getByText('0.41', { exact: true }),
  ).toBeVisible()

  await expect.poll(() => isDrawn(page, 'Code plane'), { timeout: 60_000 }).toBe(true)
  const point = page.getByRole('application', { name: /^Point on the code plane/ })
  const before = await point.getAttribute('aria-label')
  await point.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(point).not.toHaveAttribute('aria-label', before!)
  await expect(
    page.getByText("moved from the code of the path's first digit", { exact: false }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await expect(point).toHaveAttribute('aria-label', before!)

  const samples = page.getByRole('region', { name: 'Samples' })
  await samples.getByRole('button', { name: 'Sample 3, network', exact: true }).click()
  await expect(samples.getByText(/^Nearest training digit: no\. [\d,]+, MSE \d/)).toBeVisible({
    timeout: 60_000,
  })
  await expect(samples.getByText(/Gaussian: |Gaussian by /)).toBeVisible({ timeout: 60_000 })
  expect(await findings(page)).toEqual([])

  await page.getByRole('button', { name: 'Choose digits' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '3', exact: true }).click()
  await page
    .getByRole('button', { name: /^Test digit no\. \d+, class 3$/ })
    .first()
    .click()
  await expect(page.getByRole('button', { name: /^Place 1: test image no\. \d+, class 3$/ })).toBeVisible()
  expect(await findings(page)).toEqual([])
  expect(errors).toEqual([])
})
