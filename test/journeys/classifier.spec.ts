import { expect, test } from '@playwright/test'

test('the classifier template learns in the page and shows labels above what it takes the digits for', async ({
  page,
}) => {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  await page.goto('./')
  await page.getByRole('button', { name: 'Classifier', exact: true }).first().click()
  await page
    .getByRole('button', { name: /^Train \d+ epochs$/ })
    .first()
    .click()
  const digits = page.getByRole('region', { name: 'Test digits' })
  await expect(digits.getByRole('list', { name: 'label of the test digits' })).toHaveText('0123456789', {
    timeout: 60_000,
  })
  await expect(
    digits.getByRole('list', { name: 'network of the test digits' }).getByRole('listitem'),
  ).toHaveCount(10)
  await expect(page.getByRole('region', { name: 'Run' })).toContainText('Test cross-entropy')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  expect(errors).toEqual([])
})
