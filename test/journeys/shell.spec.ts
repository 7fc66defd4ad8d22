import { expect, type Page, test } from '@playwright/test'

const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)

test.beforeEach(async ({ page }) => {
  await page.goto('')
  await expect(node(page, 'conv3')).toBeVisible()
})

test('a changed stride is followed by every size, and undone in one step', async ({ page }) => {
  await node(page, 'conv3').click()
  await page.getByLabel('stride, height').fill('1')
  const status = page.getByRole('contentinfo')
  await expect(status).toContainText('1×28×28 → 8×5×5 → 1×44×44')
  await page.getByLabel('stride, height').press('Enter')
  await page.getByRole('button', { name: /^Undo: Set conv3 stride/ }).click()
  await expect(status).toContainText('1×28×28 → 8×1×1 → 1×28×28')
  await expect(page.getByLabel('stride, width')).toHaveValue('2')
})

test('a value that is none stays in its field and is said below it', async ({ page }) => {
  await node(page, 'conv3').click()
  const field = page.getByLabel('outChannels', { exact: true })
  await field.fill('none')
  await field.press('Enter')
  await expect(field).toHaveValue('none')
  await expect(page.getByText('Must be a whole number of at least 1.')).toBeVisible()
  await field.press('Escape')
  await expect(field).toHaveValue('32')
  await field.press('ArrowUp')
  await expect(field).toHaveValue('33')
})

test('a problem says its cause, and a fix solves it', async ({ page }) => {
  await node(page, 'conv2').click()
  await page.getByLabel('stride, height').fill('2')
  await page.getByRole('tab', { name: /Problems/ }).click()
  const panel = page.getByRole('tabpanel')
  await expect(panel).toContainText('Kernel 4 does not fit into height 1')
  await expect(panel).toContainText('after conv2 got stride 2: 24 → 10 → 4 → 1')
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toHaveAttribute(
    'aria-description',
    /Kernel 4 does not fit/,
  )
  await page.getByRole('button', { name: 'Apply: Set conv2 stride back to 1' }).click()
  await expect(panel).toContainText('Every size fits')
})

test('layers are found by name and added behind the selection by keyboard', async ({ page }) => {
  await node(page, 'relu1').click()
  await page.keyboard.press('/')
  await page.keyboard.type('sigm')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('sigmoid1')
  await expect(page.getByRole('contentinfo')).toContainText('No problems')
})

test('every action is in the command palette, and F6 walks through the window', async ({ page }) => {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').fill('empty page')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /^Start from a model/ })).toBeVisible()
  await page.keyboard.press('F6')
  const inRegion = () =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region)
  const first = await inRegion()
  await page.keyboard.press('F6')
  expect(await inRegion()).not.toBe(first)
})

test('what is typed while the list of commands is loaded is typed into it, and adds no layer', async ({
  page,
}) => {
  await page.route(/CommandPalette/, async route => {
    await new Promise(resolve => setTimeout(resolve, 700))
    await route.continue()
  })
  await page.goto('./')
  await page.locator('.react-flow__node[data-id="conv1"]').click({ position: { x: 60, y: 10 } })
  const layers = await page.locator('.react-flow__node').count()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('crt')
  const list = page.getByPlaceholder('What do you want to do?')
  await expect(list).toHaveValue('crt')
  await page.keyboard.press('Escape')
  await expect(list).toBeHidden()
  await expect(page.locator('.react-flow__node')).toHaveCount(layers)
})
