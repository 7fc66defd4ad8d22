import { expect, test } from '@playwright/test'

test('the reference autoencoder learns all digits in the page: it is watched, paused, resumed and stopped', async ({
  page,
}) => {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  await page.goto('./')
  await page
    .getByRole('button', { name: /^Train( |$)/ })
    .first()
    .click()

  const run = page.getByRole('region', { name: 'Run' })
  await expect(run).toBeVisible({ timeout: 60_000 })
  const digits = page.getByRole('region', { name: 'Test digits' })
  await expect(digits.getByRole('img', { name: /step 0$/ }).first()).toBeVisible({ timeout: 60_000 })
  await expect(digits.getByRole('img', { name: /step [2-9]$/ }).first()).toBeVisible({ timeout: 60_000 })

  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  const resume = page.getByRole('button', { name: 'Resume', exact: true })
  await expect(resume).toBeVisible({ timeout: 30_000 })
  await resume.click()
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Train( |$)/ }).first()).toBeVisible({ timeout: 30_000 })

  // Beside the sizes stands what a test digit becomes; a click on it takes the next digit.
  await page.getByRole('button', { name: /Test image of class 2/ }).click()
  await expect(page.getByRole('button', { name: /Test image of class 3/ })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTitle(/^relu1: 4 of 32 feature maps/)).toBeVisible()
  await expect(page.getByTitle(/^conv5: 8×1×1 values/)).toBeVisible()

  await page.locator('.react-flow__node[data-id="conv3"]').click({ position: { x: 60, y: 10 } })
  await page.getByRole('button', { name: 'Look inside' }).click()
  const inside = page.getByRole('region', { name: 'Inside' })
  await expect(inside.getByText('32 feature maps of test image 3')).toBeVisible({ timeout: 60_000 })
  await expect(inside.getByRole('img', { name: /^16384 weights from/ })).toHaveCount(2)
  await expect(inside.getByText('96 of 1,024 kernels, 4×4')).toBeVisible()
  expect(errors).toEqual([])
})
