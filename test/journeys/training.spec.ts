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
  expect(errors).toEqual([])
})
