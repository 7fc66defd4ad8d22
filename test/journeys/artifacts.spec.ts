import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)
const status = (page: Page) => page.getByRole('contentinfo')
const navigator = (page: Page) => page.getByRole('navigation', { name: 'Pick a layer' })

/** Opens the reference autoencoder and, with `view`, the whole artifacts panel. */
async function open(page: Page, view?: string) {
  await page.goto('./')
  await expect(card(page, 'conv1')).toBeVisible()
  await expect(status(page).getByRole('button', { name: '2 artifact risks' })).toBeVisible()
  if (view === undefined) return
  await status(page).getByRole('button', { name: '2 artifact risks' }).click()
  await page.getByRole('button', { name: view, exact: true }).click()
}

async function drop(page: Page, text: string) {
  const transfer = await page.evaluateHandle(content => {
    const data = new DataTransfer()
    data.items.add(new File([content], 'large.json', { type: 'application/json' }))
    return data
  }, text)
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

test('a mark on the card says what is uneven, why, and what evens it out', async ({ page }) => {
  await open(page)
  await expect(
    card(page, 'conv4').getByRole('button', { name: 'The gradient of conv4 is uneven' }),
  ).toBeVisible()
  await card(page, 'deconv2').getByRole('button', { name: 'deconv2 paints unevenly' }).hover()
  const note = page.getByRole('note').filter({ hasText: 'Paints unevenly' })
  await expect(note).toContainText('Paints unevenly: 1 to 4 times')
  await expect(note).toContainText('Kernel 3 is not a multiple of stride 2.')
  await expect(note).toContainText('deconv3 evens it out, so the whole decoder is even.')
  await note.getByRole('button', { name: 'Kernel 4, same size' }).click()
  await expect(status(page)).toContainText('1 artifact risk')
})

test('the map is read pixel by pixel, and a fix is applied and taken back', async ({ page }) => {
  await open(page, 'This layer')
  await navigator(page)
    .getByRole('button', { name: /^deconv2/ })
    .click()
  const map = page.getByRole('application', { name: /^Times painted, deconv2, 25 by 25/ })
  await map.focus()
  await page.keyboard.press('ArrowDown')
  await expect(map).toContainText('Painted 4 times · row 12, col 12')
  await expect(map).toContainText('rows 5, 6 by taps 2, 0')
  await expect(page.getByText('(max − min) / mean = 1.33, period 2×2')).toBeVisible()

  await page.getByRole('button', { name: 'Apply: Kernel 4, a multiple of stride 2' }).click()
  await expect(status(page)).toContainText('1 artifact risk')
  await expect(status(page)).toContainText('119,625 parameters')
  await expect(page.getByRole('heading', { name: 'Even by itself' })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(status(page)).toContainText('2 artifact risks')
})

test('a decoder is mirrored from the encoder and taken back in one step', async ({ page }) => {
  await open(page)
  await card(page, 'conv5').click({ position: { x: 60, y: 8 } })
  await page.getByRole('button', { name: 'Upsample and Conv2d', exact: true }).click()
  await expect(status(page)).toContainText('1×28×28 → 8×1×1 → 1×28×28')
  await expect(page.locator('.react-flow__node', { hasText: 'Upsample' }).first()).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(card(page, 'deconv1')).toBeVisible()
})

test('a row that a stride loses is brought back where it is said', async ({ page }) => {
  await open(page)
  await card(page, 'deconv5').click({ position: { x: 60, y: 8 } })
  await page.getByLabel('kernelSize, height').fill('4')
  await page.getByLabel('kernelSize, width').fill('4')
  await page.getByRole('tab', { name: /Problems/ }).click()
  await expect(page.getByText('The output is 1×27×27, the image 1×28×28.')).toBeVisible()
  await page
    .getByRole('button', { name: /^Apply: Set deconv/ })
    .first()
    .click()
  await expect(status(page)).toContainText('8×1×1 → 1×28×28')
})

test('a large network is analysed beside the page', async ({ page }) => {
  await open(page)
  const layers = Array.from({ length: 100 }, (_, i) => ({
    id: `conv${i + 1}`,
    type: 'Conv2d',
    params: { outChannels: 8, padding: 1, ...(i === 50 && { stride: 2 }) },
  }))
  const nodes = [{ id: 'image', type: 'Input', params: { shape: [1, 256, 256] } }, ...layers]
  const edges = layers.map((layer, i) => ({ source: nodes[i]!.id, target: layer.id }))
  await drop(page, JSON.stringify({ format: 'hourglass', version: 1, name: 'Large', nodes, edges }))
  await expect(status(page)).toContainText('1 artifact risk')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the views of the panel, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await open(page, 'This layer')
    for (const view of [
      'This layer',
      'Whole decoder',
      'Encoder gradient',
      'Receptive field',
      'Matrix',
      'Sizes',
    ]) {
      await page.getByRole('button', { name: view, exact: true }).click()
      await expect(page.getByRole('button', { name: view, exact: true })).toHaveAttribute(
        'aria-pressed',
        'true',
      )
      expect(await findings(page), view).toEqual([])
    }
  })
}

test('sizes go through a convolution and its twin and come back', async ({ page }) => {
  await open(page, 'Sizes')
  await navigator(page)
    .getByRole('button', { name: /^conv3/ })
    .click()
  const play = page.getByRole('region', { name: 'There and back' })
  await expect(play.getByRole('row', { name: /^21 9 20/ })).toContainText('1 smaller; outputPadding 1 fits')
  await play.getByLabel('output padding').fill('1')
  await expect(play.getByRole('row', { name: /^21 9 21/ })).toContainText('same size')
})

test('a convolution is read as its matrix, by keys and one output at a time', async ({ page }) => {
  await open(page, 'Matrix')
  await navigator(page)
    .getByRole('button', { name: /^conv4/ })
    .click()
  const matrix = page.getByRole('application', { name: /^W: 4 rows, 25 columns/ })
  await matrix.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText(/^Tap \(0, 0\) joins Wx at \(0, 0\) and x at \(0, 0\)/)).toBeVisible()
  await page.getByLabel('Order of vec').selectOption('columns')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Next output' }).click()
  await page.getByRole('button', { name: 'Next output' }).click()
  await expect(page.getByText(/^Row 1: Wx at \(1, 0\) = /)).toBeVisible()
  await page.getByLabel('Speed').selectOption('4')
  await page.getByRole('button', { name: 'One output at a time' }).press('Space')
  await expect(page.getByText('output 4 of 4')).toBeVisible()
  await expect(page.getByRole('button', { name: 'One output at a time' })).toBeVisible()
  const products = page.getByRole('region', { name: 'Adjoint' }).getByRole('definition')
  expect(await products.first().textContent()).toBe(await products.last().textContent())
})

test('two variants are trained to the end, and the better one is applied and taken back', async ({
  page,
}) => {
  await open(page)
  const deconv = { kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 }
  const nodes = [
    { id: 'image', type: 'Input', params: { shape: [1, 28, 28] }, group: 'encoder' },
    { id: 'conv1', type: 'Conv2d', params: { outChannels: 4, kernelSize: 4, stride: 4 }, group: 'encoder' },
    { id: 'deconv1', type: 'ConvTranspose2d', params: { ...deconv, outChannels: 4 }, group: 'decoder' },
    { id: 'deconv2', type: 'ConvTranspose2d', params: { ...deconv, outChannels: 1 }, group: 'decoder' },
  ]
  const edges = nodes.slice(1).map((node, i) => ({ source: nodes[i]!.id, target: node.id }))
  const groups = ['encoder', 'decoder'].map(id => ({ id, name: id }))
  const training = { dataset: 'shapes', batchSize: 16, epochs: 1 }
  await drop(
    page,
    JSON.stringify({ format: 'hourglass', version: 1, name: 'Small', nodes, edges, groups, training }),
  )
  await expect(status(page)).toContainText('1×28×28 → 4×7×7 → 1×28×28')
  await status(page).getByRole('button', { name: '2 artifact risks' }).click()
  await navigator(page)
    .getByRole('button', { name: /^deconv2/ })
    .click()
  await page.getByRole('button', { name: 'Compare: Kernel 4, a multiple of stride 2' }).click()
  await page.getByRole('button', { name: 'Train both' }).click()
  const apply = page.getByRole('button', { name: 'Apply this fix' })
  await expect(apply).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/^After 300 steps/)).toBeVisible()
  await expect(page.getByRole('row', { name: /^with the fix/ })).toContainText(/dB at step 300/, {
    timeout: 20_000,
  })
  await apply.click()
  await expect(status(page)).toContainText('1 artifact risk')
  await page.keyboard.press('Control+z')
  await expect(status(page)).toContainText('2 artifact risks')
})

test('what fresh weights paint is measured, and a fix is compared with what is there', async ({ page }) => {
  await open(page, 'This layer')
  await navigator(page)
    .getByRole('button', { name: /^deconv2/ })
    .click()
  const measured = page.getByRole('region', { name: 'Measured' })
  await expect(measured).toContainText('fresh weights, seed 0')
  await expect(measured).toContainText(/\+1\d\.\d dB at the predicted frequencies/, { timeout: 20_000 })
  await expect(measured.getByRole('img', { name: /^Mean spectrum of 64 random codes/ })).toBeVisible()

  await page.getByRole('button', { name: 'Compare: Kernel 4, a multiple of stride 2' }).click()
  await expect(page.getByRole('heading', { name: /^deconv2: Kernel 4/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Train both' })).toBeVisible()
  await page.getByRole('button', { name: 'Back to the map' }).click()
  const map = page.getByRole('application', { name: /^Times painted, deconv2/ })
  await expect.poll(async () => (await map.boundingBox())?.width ?? 0).toBeGreaterThan(200)
})
