import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { readSafetensorsFile, writeSafetensors } from '../../src/formats/safetensors.ts'

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

const tiny = `Autoencoder(
  (encoder): Sequential(
    (0): Conv2d(1, 4, kernel_size=(7, 7), stride=(7, 7))
    (1): ReLU()
  )
  (decoder): Sequential(
    (0): ConvTranspose2d(4, 1, kernel_size=(7, 7), stride=(7, 7))
  )
)`

const tensor = (value: number, ...shape: number[]) => ({
  shape,
  values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value),
})

/** Weights of `tiny` that yield 3 for every pixel, which no fresh ones come near. */
const bright = {
  'encoder.0.weight': tensor(0.01, 4, 1, 7, 7),
  'encoder.0.bias': tensor(0, 4),
  'decoder.0.weight': tensor(0, 4, 1, 7, 7),
  'decoder.0.bias': tensor(3, 1),
}

async function drop(page: Page, name: string, bytes: Uint8Array) {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(content)], fileName))
      return data
    },
    [name, [...bytes]] as const,
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

test('weights of PyTorch that are dropped go into the network, out again as they came, and training starts from them', async ({
  page,
}) => {
  await page.goto('./')
  await expect(card(page, 'conv1')).toBeVisible()
  await paste(page, tiny)
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('Its weights can be dropped on the canvas next')).toBeVisible()
  const dock = page.locator('[data-region="dock"]')

  // Those of another size are refused, and nothing changes.
  const refused = page.getByRole('dialog', { name: 'weights.safetensors was not opened' })
  await drop(page, 'weights.safetensors', writeSafetensors({ ...bright, 'decoder.0.bias': tensor(3, 2) }))
  await expect(refused).toContainText('The weight decoder.0.bias must be 1, not 2.')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(dock.getByRole('heading', { name: 'The network learns to give back' })).toBeVisible()

  await drop(page, 'weights.safetensors', writeSafetensors(bright))
  await expect(page.getByText('397 weights from weights.safetensors are in the network.')).toBeVisible()
  await expect(dock.getByRole('heading', { name: 'Training starts from weights.safetensors' })).toBeVisible()
  await expect(page.getByTitle(/^relu1: 4 of 4 feature maps/)).toBeVisible({
    timeout: 20_000,
  })
  expect(await findings(page)).toEqual([])

  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^Download weights/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe('autoencoder.safetensors')
  expect(readSafetensorsFile(readFileSync(await download.path()))).toEqual({
    tensors: bright,
    metadata: { format: 'pt' },
  })

  await dock.getByLabel('batchSize').fill('2000')
  await page.keyboard.press('Enter')
  await dock.getByRole('button', { name: /^Train \d+ epochs/ }).click()
  const numbers = dock.getByRole('region', { name: 'Run' })
  await expect(numbers).toContainText(/Batch loss[5-8]\.\d/, { timeout: 20_000 })
  await dock.getByRole('button', { name: 'Stop', exact: true }).click()
  await dock.getByRole('tab', { name: /^Runs/ }).click()
  await dock.getByText('Stopped').hover()
  await expect(page.getByRole('tooltip')).toContainText('It started from weights.safetensors.')
})

test('weights that are not read here are named with the way to those that are', async ({ page }) => {
  await page.goto('./')
  await expect(card(page, 'conv1')).toBeVisible()
  await drop(page, 'weights.pt', new TextEncoder().encode('PK'))
  await expect(page.getByRole('dialog', { name: 'weights.pt was not opened' })).toContainText(
    'safetensors.torch.save_file',
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
