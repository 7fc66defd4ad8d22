import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

/** What the built page may load before a person can work on the canvas, in bytes of gzipped JavaScript. */
const budget = 250_000

test('the canvas can be used after at most 250 kB of JavaScript', async ({ page }) => {
  await page.goto('./')
  await page.locator('.react-flow__node[data-id="conv1"]').click({ position: { x: 60, y: 10 } })
  await expect(page.getByLabel('stride, height', { exact: true })).toBeVisible()
  const loaded = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(entry => new URL(entry.name).pathname)
      .filter(path => path.endsWith('.js')),
  )
  // The list also has what the training worker loads for itself: scripts that neither the page nor its scripts name.
  const scripts = [...new Set(loaded)].filter(path => !/worker/i.test(path))
  const texts = new Map(
    ['/index.html', ...scripts].map(path => [path, readFileSync(join('dist', path), 'utf8')]),
  )
  const isNamed = (path: string) =>
    [...texts].some(([other, text]) => other !== path && text.includes(basename(path)))
  const files = scripts.filter(isNamed)
  const sizes = files.map(path => gzipSync(texts.get(path)!, { level: 9 }).length)
  expect(files.length).toBeGreaterThan(1)
  expect(
    sizes.reduce((sum, size) => sum + size, 0),
    files.join('\n'),
  ).toBeLessThanOrEqual(budget)
})
