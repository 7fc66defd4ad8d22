import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

const golden = join(import.meta.dirname, '../golden')
const printed = (name: string) => readFileSync(join(golden, name), 'utf8')

const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)

const modelName = (page: Page) => page.getByRole('textbox', { name: 'Name of the model' })

/** Pastes a text where the focus is, as the browser would. */
const paste = (page: Page, text: string) =>
  page.evaluate(content => {
    const data = new DataTransfer()
    data.setData('text/plain', content)
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    ;(document.activeElement ?? document.body).dispatchEvent(event)
  }, text)

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

test('text of PyTorch that is pasted on the canvas is previewed and imported; what was open stays among the recent models', async ({
  page,
}) => {
  await page.goto('./')
  await card(page, 'conv1').click({ position: { x: 60, y: 10 } })
  await page.keyboard.press('Delete')
  await expect(card(page, 'conv1')).toHaveCount(0)
  await paste(page, printed('printed-run/autoencoder.txt'))
  const dialog = page.getByRole('dialog', { name: 'Import PyTorch text' })
  await expect(dialog.getByLabel('Text of print(model)')).toBeFocused()
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toHaveAttribute('aria-disabled')
  await expect(dialog).toContainText('in_features is 200')
  await dialog.getByLabel('Input size').fill('1×16×20')
  await expect(dialog.getByRole('list', { name: 'Layers' })).toContainText('10×4×5')
  await expect(dialog).toContainText('printed text does not hold its forward()')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  await expect(card(page, 'batchnorm1')).toBeVisible()
  await expect(page.locator('main')).toContainText('10×4×5')
  await expect(modelName(page)).toHaveValue('ImageAutoencoder')
  await page.getByRole('button', { name: 'Models: new, open, recent' }).click()
  await expect(page.getByRole('menuitem', { name: /Import PyTorch text/ })).toBeVisible()
  await page.getByRole('menuitem', { name: /^Reference autoencoder .*\d/ }).click()
  await expect(card(page, 'conv2')).toBeVisible()
  await expect(card(page, 'conv1')).toHaveCount(0)
})

test('a file of printed text that is dropped opens the same dialog', async ({ page }) => {
  await page.goto('./')
  await expect(card(page, 'conv1')).toBeVisible()
  const transfer = await page.evaluateHandle(text => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'model.txt', { type: 'text/plain' }))
    return data
  }, printed('printed/printed-1.txt'))
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  const dialog = page.getByRole('dialog', { name: 'Import PyTorch text' })
  await expect(dialog).toContainText('18 layers, 112,457 parameters')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(modelName(page)).toHaveValue('Autoencoder')
})

test('weights that are dropped are named, and what was open stays', async ({ page }) => {
  await page.goto('./')
  await expect(card(page, 'conv1')).toBeVisible()
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['PK'], 'weights.safetensors'))
    return data
  })
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await expect(page.getByRole('dialog', { name: 'weights.safetensors was not opened' })).toContainText(
    'It holds weights, and no network.',
  )
  await page.keyboard.press('Escape')
  await expect(card(page, 'conv1')).toBeVisible()
})

test('faults are shown by line, and a click selects the line', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('button', { name: 'Empty page' }).click()
  await page.getByRole('button', { name: 'Paste print(model)' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import PyTorch text' })
  const field = dialog.getByLabel('Text of print(model)')
  await field.fill('Sequential(\n  (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n  (1): ReLu()\n)')
  await expect(dialog.getByRole('button', { name: /^Line 2 .*in_channels is 3/ })).toBeVisible()
  await dialog.getByRole('button', { name: /^Line 3 .*the nearest that is supported is ReLU/ }).click()
  expect(
    await field.evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionEnd),
    ),
  ).toBe('  (1): ReLu()')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Set the input size to 3×28×28' }).click()
  await field.fill((await field.inputValue()).replace('ReLu', 'ReLU'))
  await expect(dialog.getByRole('list', { name: 'Layers' })).toContainText('8×26×26')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.locator('.react-flow__node')).toHaveCount(0)
})
