import { expect, type Locator, type Page, test } from '@playwright/test'

const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)
const port = (page: Page, id: string, name: string) =>
  node(page, id).locator(`.react-flow__handle[data-handleid="${name}"]`)
const wire = (page: Page, from: string, to: string) =>
  page.locator(`.react-flow__edge[aria-label^="Wire from ${from} to ${to}"]`)

const middle = async (item: Locator): Promise<readonly [number, number]> => {
  const box = await item.boundingBox()
  if (!box) throw new Error('It is not on the page.')
  return [box.x + box.width / 2, box.y + box.height / 2]
}

/** Drags from a place to a place in several moves, as a hand does. `check` runs before the button is let go. */
async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
  check?: () => Promise<void>,
) {
  await page.mouse.move(...from)
  await page.mouse.down()
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 5 })
  await page.mouse.move(...to, { steps: 5 })
  await page.mouse.move(to[0] + 1, to[1])
  await check?.()
  await page.mouse.up()
}

/** Drags a layer from the palette to a place on the canvas. */
async function dropLayer(page: Page, type: string, to: readonly [number, number]) {
  const row = page.locator(`[data-layer="${type}"]`)
  await row.scrollIntoViewIfNeeded()
  await drag(page, await middle(row), to)
}

test.beforeEach(async ({ page }) => {
  await page.goto('')
  await expect(node(page, 'deconv5')).toBeVisible()
})

test('a layer dropped on a wire is inserted, and undo takes it out again', async ({ page }) => {
  const [x, y] = await middle(node(page, 'relu3'))
  await dropLayer(page, 'Conv2d', [x + 60, y])
  await expect(node(page, 'conv6')).toBeVisible()
  await expect(wire(page, 'relu3', 'conv6')).toHaveCount(1)
  await expect(wire(page, 'conv6', 'conv4')).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(node(page, 'conv6')).toHaveCount(0)
  await expect(wire(page, 'relu3', 'conv4')).toHaveCount(1)
})

test('a wire is drawn between ports, and one that would make a cycle is refused with its reason', async ({
  page,
}) => {
  const [x, y] = await middle(node(page, 'relu2'))
  await dropLayer(page, 'Add', [x + 60, y])
  await expect(wire(page, 'relu2', 'add1')).toHaveCount(1)

  await node(page, 'conv2').hover()
  await drag(page, await middle(port(page, 'conv2', 'output')), await middle(node(page, 'add1')))
  await expect(wire(page, 'conv2', 'add1')).toHaveCount(1)

  await node(page, 'conv3').hover()
  const from = await middle(port(page, 'conv3', 'output'))
  await drag(page, from, await middle(node(page, 'add1')), async () => {
    await expect(page.getByText('This wire would make a cycle')).toBeVisible()
    await expect(page.getByText('add1 → conv3 → add1')).toBeVisible()
  })
  await expect(wire(page, 'conv3', 'add1')).toHaveCount(0)
})

test('a stride typed on a card breaks a shape, the callout says what would fit, and undo mends it', async ({
  page,
}) => {
  await node(page, 'conv2').getByRole('button', { name: 'stride 1' }).click()
  await page.keyboard.type('2')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('note')).toContainText('Kernel 4 does not fit into height 1')
  await expect(page.getByRole('note')).toContainText('height must be at least 4, or padding at least 2')
  await expect(node(page, 'conv5')).toHaveAccessibleName(/problem: Kernel 4 does not fit/)
  await expect(node(page, 'deconv1')).toHaveAccessibleName(/waiting for conv5/)
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('note')).toHaveCount(0)
  await expect(node(page, 'conv5')).toHaveAccessibleName(
    'conv5, Conv2d, kernel 4, output 8 by 1 by 1, 4,104 parameters',
  )
})

test('a dragged card moves in one step of undo', async ({ page }) => {
  const before = await middle(node(page, 'conv3'))
  await drag(page, [before[0] - 60, before[1]], [before[0] + 240, before[1] + 30])
  const [x] = await middle(node(page, 'conv3'))
  expect(x).toBeGreaterThan(before[0] + 200)
  await page.keyboard.press('Control+z')
  await expect.poll(() => middle(node(page, 'conv3'))).toEqual(before)
})

test('all of it goes by keyboard: along the wires, a layer by its letter or its name, away with a bridge', async ({
  page,
}) => {
  await node(page, 'conv1').focus()
  await page.keyboard.press('Tab')
  await expect(node(page, 'relu1')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(node(page, 'conv1')).toBeFocused()

  await page.keyboard.press('r')
  await expect(node(page, 'relu9')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(wire(page, 'conv1', 'relu1')).toHaveCount(1)

  await page.keyboard.press('a')
  await page.keyboard.type('sig')
  await page.keyboard.press('Enter')
  await expect(node(page, 'sigmoid1')).toBeFocused()
})

test('a card takes its activation along, and one undo brings both back', async ({ page }) => {
  const [card, pill] = [node(page, 'conv2'), node(page, 'relu2')]
  const [before, pillBefore] = [await middle(card), await middle(pill)]
  const from = [before[0] - 60, before[1]] as const
  await drag(page, from, [from[0] + 240, from[1] + 3])
  const [after, pillAfter] = [await middle(card), await middle(pill)]
  expect(after[0] - before[0]).toBeGreaterThan(200)
  expect(pillAfter[0] - after[0]).toBeCloseTo(pillBefore[0] - before[0], 0)
  expect(pillAfter[1] - after[1]).toBeCloseTo(pillBefore[1] - before[1], 0)
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await middle(card))[0]).toBeCloseTo(before[0], 0)
  expect((await middle(pill))[0]).toBeCloseTo(pillBefore[0], 0)
})

test('a click between a card and its activation selects the wire; Ctrl A outside of fields selects all layers', async ({
  page,
}) => {
  const [x, y] = await middle(node(page, 'relu2'))
  await page.mouse.click(x + 40, y - 5)
  await expect(wire(page, 'conv2', 'relu2')).toHaveClass(/selected/)
  await page.mouse.click(x + 40, y + 5)
  await expect(wire(page, 'relu2', 'conv3')).toHaveClass(/selected/)
  await page.getByRole('button', { name: 'Models: new, open, recent' }).focus()
  await page.keyboard.press('Control+a')
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(19)
  await page.locator('[data-palette-search]').fill('conv')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect(page.locator('[data-palette-search]')).toHaveValue('')
  await expect(node(page, 'conv2')).toHaveCount(1)
})
