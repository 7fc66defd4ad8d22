/** Templates learn in the page as a visitor finds them; other journeys train the rest. */
import { expect, test } from '@playwright/test'
import { templateList } from '../../templates/list.ts'

const elsewhere = ['reference-autoencoder', 'linear-autoencoder', 'classifier']
const untrained = ['convolution-as-matrix', 'empty']

for (const { name, title, about } of templateList) {
  if (elsewhere.includes(name) || untrained.includes(name)) continue
  test(`${title} learns in the page and shows what it makes of each digit`, async ({ page }) => {
    const errors: string[] = []
    page.on('pageerror', error => errors.push(error.message))
    await page.goto('./')
    await page.getByRole('button', { name: title, exact: true }).first().click()
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(about)
    await page
      .getByRole('button', { name: /^Train \d+ epochs?$/ })
      .first()
      .click()
    const digits = page.getByRole('region', { name: 'Test digits' })
    const outputs = digits.getByRole('img', { name: /^network of the test digits 0, 1, .*, step [1-9]\d*$/ })
    await expect(outputs).toBeVisible({ timeout: 90_000 })
    await expect(page.getByRole('region', { name: 'Run' })).toContainText(/Batch loss\d+\.\d+/)
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(page.getByRole('button', { name: /^Train( |$)/ }).first()).toBeVisible({ timeout: 30_000 })
    expect(errors).toEqual([])
  })
}
