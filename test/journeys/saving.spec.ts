import { expect, type Page, test } from '@playwright/test'

const card = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)

const open = async (page: Page) => {
  await page.goto('./')
  await expect(card(page, 'conv1')).toBeVisible()
}

/** Deletes a layer and waits until that is saved. */
async function remove(page: Page, id: string) {
  await card(page, id).click({ position: { x: 60, y: 8 } })
  await page.keyboard.press('Delete')
  await expect(card(page, id)).toHaveCount(0)
}

const saved = (page: Page) => page.getByText('Saved', { exact: true }).first()

/** Drops a file on the window. */
async function drop(page: Page, name: string, text: string) {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([content], fileName, { type: 'application/json' }))
      return data
    },
    [name, text] as const,
  )
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

test('a first visit opens the reference autoencoder, and an edit is there after a reload', async ({
  page,
}) => {
  await open(page)
  await expect(page.locator('.react-flow__node')).toHaveCount(19)
  await remove(page, 'conv2')
  await expect(saved(page)).toBeVisible()
  await page.reload()
  await expect(card(page, 'conv1')).toBeVisible()
  await expect(card(page, 'conv2')).toHaveCount(0)
})

test('an edit is not lost when the page goes away at once', async ({ page }) => {
  await open(page)
  await remove(page, 'conv2')
  await page.reload()
  await expect(card(page, 'conv1')).toBeVisible()
  await expect(card(page, 'conv2')).toHaveCount(0)
})

test('a second tab works on a copy and overwrites nothing', async ({ page, context }) => {
  await open(page)
  await remove(page, 'conv2')
  await expect(saved(page)).toBeVisible()

  const second = await context.newPage()
  await open(second)
  await expect(card(second, 'conv2')).toHaveCount(0)
  await expect(second.getByText('is open in another tab; this tab works on a copy.').first()).toBeVisible()
  await remove(second, 'conv3')
  await expect(saved(second)).toBeVisible()
  await remove(page, 'conv4')
  await expect(saved(page)).toBeVisible()

  for (const [tab, there, gone] of [
    [page, 'conv3', 'conv4'],
    [second, 'conv4', 'conv3'],
  ] as const) {
    await tab.reload()
    await expect(card(tab, there)).toBeVisible()
    await expect(card(tab, gone)).toHaveCount(0)
  }
})

test('a wrong file is refused with every fault, and what was open stays', async ({ page }) => {
  await open(page)
  const wrong = {
    format: 'hourglass',
    version: 1,
    name: 'Wrong',
    nodes: [
      { id: 'image', type: 'Input' },
      { id: 'conv1', type: 'Conv2D' },
      { id: 'conv2', type: 'Conv2d', params: { kernelSize: '5' } },
    ],
    edges: [],
  }
  await drop(page, 'wrong.json', JSON.stringify(wrong))
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('wrong.json was not opened')
  await expect(dialog).toContainText('nodes[1].type')
  await expect(dialog).toContainText('did you mean Conv2d?')
  await expect(dialog).toContainText('nodes[2].params.kernelSize')
  // The keys of the page behind it wait.
  await page.keyboard.press('Control+Enter')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.locator('.react-flow__node')).toHaveCount(19)
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0)

  const right = {
    ...wrong,
    name: 'Right',
    nodes: [
      { id: 'image', type: 'Input' },
      { id: 'lone', type: 'Conv2d' },
    ],
  }
  await drop(page, 'right.json', JSON.stringify(right))
  await expect(card(page, 'lone')).toBeVisible()
  await page.reload()
  await expect(card(page, 'lone')).toBeVisible()
})

test('nothing is asked of another origin or against the content policy, and the app works offline', async ({
  page,
  context,
  baseURL,
}) => {
  const foreign: string[] = []
  const refused: string[] = []
  page.on('request', request => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== new URL(baseURL ?? '').host) foreign.push(request.url())
  })
  page.on('console', message => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text())
  })
  await open(page)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 60_000 })
    .toBe(true)
  await context.setOffline(true)
  await page.reload()
  await expect(card(page, 'conv1')).toBeVisible()
  await page.getByRole('button', { name: 'Code', exact: true }).click()
  await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 60_000 })
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await context.setOffline(false)
  expect(foreign).toEqual([])
  expect(refused).toEqual([])
})
