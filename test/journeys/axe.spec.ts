import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

/** What axe finds, in words that say where. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`)

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe finds nothing, ${colorScheme}`, () => {
    test.use({ colorScheme })

    test.beforeEach(async ({ page }) => {
      await page.goto('')
      await expect(node(page, 'conv3')).toBeVisible()
    })

    test('in the editor with a layer selected', async ({ page }) => {
      await node(page, 'conv3').click()
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue('conv3')
      expect(await findings(page)).toEqual([])
    })

    test('while a size does not fit', async ({ page }) => {
      await node(page, 'conv2').click()
      await page.getByLabel('stride, height').fill('2')
      await page.getByRole('tab', { name: /Problems/ }).click()
      await expect(page.getByRole('button', { name: /^Apply: / }).first()).toBeVisible()
      expect(await findings(page)).toEqual([])
    })

    test('on an empty page', async ({ page }) => {
      await page.getByRole('button', { name: 'Empty page' }).click()
      await expect(page.getByRole('heading', { name: /^Start from a model/ })).toBeVisible()
      expect(await findings(page)).toEqual([])
    })

    test('in menus and dialogs', async ({ page }) => {
      await page.getByRole('button', { name: 'Export' }).click()
      await expect(page.getByRole('menu')).toBeVisible()
      expect(await findings(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await expect(page.getByPlaceholder('What do you want to do?')).toBeFocused()
      expect(await findings(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'All keys' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await findings(page)).toEqual([])
    })

    test('in a small window', async ({ page }) => {
      await page.setViewportSize({ width: 1024, height: 700 })
      await page.getByRole('button', { name: 'Search layers and templates' }).click()
      await expect(page.getByRole('searchbox', { name: 'Search layers' })).toBeFocused()
      expect(await findings(page)).toEqual([])
    })
  })
}
