import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'

/** A linear autoencoder of generated images, small enough to be done in seconds. */
const small = {
  format: 'hourglass',
  version: 1,
  name: 'Small and linear',
  nodes: [
    { id: 'image', type: 'Input', params: { shape: [1, 12, 12] } },
    { id: 'flatten1', type: 'Flatten', params: {}, group: 'encoder' },
    { id: 'linear1', type: 'Linear', params: { outFeatures: 6 }, group: 'encoder' },
    { id: 'linear2', type: 'Linear', params: { outFeatures: 144 }, group: 'decoder' },
    { id: 'unflatten1', type: 'Unflatten', params: { unflattenedSize: [1, 12, 12] }, group: 'decoder' },
  ],
  edges: [
    { source: 'image', target: 'flatten1' },
    { source: 'flatten1', target: 'linear1' },
    { source: 'linear1', target: 'linear2' },
    { source: 'linear2', target: 'unflatten1' },
  ],
  groups: [
    { id: 'encoder', name: 'encoder' },
    { id: 'decoder', name: 'decoder' },
  ],
  training: {
    ...{ dataset: 'shapes', images: 600, loss: 'MSELoss', optimizer: 'Adam' },
    ...{ learningRate: 0.005, batchSize: 50, epochs: 20, seed: 0 },
  },
}

async function open(page: Page): Promise<string[]> {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  await page.goto('./')
  await expect(page.locator('.react-flow__node').first()).toBeVisible()
  const transfer = await page.evaluateHandle(text => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'small.json', { type: 'application/json' }))
    return data
  }, JSON.stringify(small))
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await expect(page.getByRole('textbox', { name: 'Name of the model' })).toHaveValue('Small and linear')
  return errors
}

test('a run is drawn beside PCA: its line, its error, its digits, and the angles to a linear decoder', async ({
  page,
}) => {
  const errors = await open(page)
  await page.getByRole('button', { name: /^Train \d+ epochs$/ }).click()
  const images = page.getByRole('region', { name: 'Test images' })
  for (const name of ['originals', 'network', 'PCA']) {
    await expect(images.getByRole('img', { name: new RegExp(`^${name} of the test digits`) })).toBeVisible({
      timeout: 60_000,
    })
  }
  await expect(
    page.getByRole('img', { name: /^Batch loss .*; PCA with 6 dimensions 0\.\d{4}/ }),
  ).toBeVisible()
  await expect(page.getByRole('region', { name: 'Run' })).toContainText(/PCA test MSE0\.\d{4}/)
  await expect(page.getByRole('region', { name: 'Principal angles' })).toContainText(
    /components( *\d+(\.\d)?°){6}/,
    {
      timeout: 30_000,
    },
  )
  // The figure has what the plot has.
  await page.getByRole('button', { name: 'Download the curve' }).click()
  const [figure] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^SVG/ }).click(),
  ])
  const svg = readFileSync(await figure.path(), 'utf8')
  expect(svg).toMatch(/>PCA, 6 dimensions 0\.\d{4}/)
  expect(svg).toContain('>steps<')
  // So are the test images, with all three rows, and the angles.
  const figureOf = async (button: string) => {
    await page.getByRole('button', { name: button }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^SVG/ }).click(),
    ])
    return readFileSync(await file.path(), 'utf8')
  }
  const digits = await figureOf('Download the test images')
  expect([...digits.matchAll(/>(originals|network|PCA)</g)].map(([, name]) => name)).toEqual([
    'originals',
    'network',
    'PCA',
  ])
  expect(digits).toContain('>triangle<')
  expect(await figureOf('Download the angles')).toContain('>90°<')

  // The second time it is there at once: it was kept.
  await page.reload()
  await page.getByRole('button', { name: /^Train \d+ epochs$/ }).click()
  await expect(images.getByRole('img', { name: /^PCA of the test digits/ })).toBeVisible({ timeout: 60_000 })
  expect(errors).toEqual([])
})

test('code sizes are trained one after the other; what is finished is there after a reload', async ({
  page,
}) => {
  const errors = await open(page)
  const openSizes = async () => {
    await page.getByRole('button', { name: 'Code sizes' }).click()
    return page.getByRole('dialog', { name: /^Code sizes/ })
  }
  let dialog = await openSizes()
  const sizes = () => dialog.getByRole('textbox', { name: 'd', exact: true })
  await sizes().fill('2, 200')
  await expect(dialog.getByText('Whole numbers from 1 to 144')).toBeVisible()
  await sizes().fill('2')
  await dialog.getByRole('button', { name: 'Run d = 2' }).click()
  await expect(dialog.getByRole('rowheader', { name: '2' })).toBeVisible({ timeout: 60_000 })

  await page.reload()
  dialog = await openSizes()
  await sizes().fill('2, 4')
  await dialog.getByRole('button', { name: 'Go on with d = 4' }).click()
  await expect(dialog.getByRole('rowheader')).toHaveText(['2', '4'], { timeout: 60_000 })
  await expect(dialog.getByRole('img', { name: /code sizes 2, 4$/ })).toBeVisible()

  const file = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'CSV' }).click()
  expect((await file).suggestedFilename()).toBe('small-and-linear-code-sizes.csv')
  expect(errors).toEqual([])
})
