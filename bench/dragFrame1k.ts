import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build, type PreviewServer, preview } from 'vite'
import { findChromium } from '../test/chromium.ts'
import { longFile } from './thousand.ts'
import { median, round } from './timing.ts'

const [count, dragged, moves, rounds] = [1000, 'n500', 40, 5]

/**
 * Milliseconds of script for one mouse move that drags one of 1,000 nodes, ours and React Flow's own, in two pages of one
 * browser in turn; with the whole graph in view.
 */
export async function measure(name: string) {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-bench-'))
  const servers: PreviewServer[] = []
  let browser: Browser | undefined
  // The server that reads this file has set it to development, in which React checks itself at every turn.
  process.env.NODE_ENV = 'production'
  const serve = async (root: string, outDir: string): Promise<string> => {
    await build({ root, base: './', logLevel: 'error', build: { outDir, emptyOutDir: true } })
    const server = await preview({ root, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
    servers.push(server)
    return server.resolvedUrls!.local[0]!
  }
  try {
    const ours = await serve('.', join(folder, 'ours'))
    const bare = await serve('bench/bareFlow', join(folder, 'bare'))
    browser = await chromium.launch({ ...findChromium(), args: ['--no-sandbox'] })
    const pages = { ours: await openOurs(browser, ours), bare: await openBare(browser, bare) }
    const times: Record<keyof typeof pages, number[]> = { ours: [], bare: [] }
    for (let i = 0; i < rounds; i++) {
      for (const key of ['ours', 'bare'] as const) times[key].push(await drag(pages[key]))
    }
    const [mine, theirs] = [median(times.ours), median(times.bare)]
    const raw = { ours: times.ours.map(ms => round(ms)), bare: times.bare.map(ms => round(ms)) }
    return { [name]: { ms: round(mine), bare: round(theirs), ratio: round(mine / theirs), raw } }
  } finally {
    await browser?.close()
    for (const server of servers) server.httpServer.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const newPage = (browser: Browser): Promise<Page> =>
  browser.newPage({ viewport: { width: 1440, height: 900 } })

async function openOurs(browser: Browser, address: string): Promise<Page> {
  const page = await newPage(browser)
  await page.goto(address)
  await page.locator('.react-flow__node').first().waitFor()
  const choosing = page.waitForEvent('filechooser')
  await page.keyboard.press('ControlOrMeta+o')
  const file = { name: 'chain.json', mimeType: 'application/json', buffer: Buffer.from(longFile(count)) }
  await (await choosing).setFiles(file)
  await page.locator('.react-flow__node[data-id^="n"]').first().waitFor()
  await page.keyboard.press('Shift+1')
  return page
}

async function openBare(browser: Browser, address: string): Promise<Page> {
  const page = await newPage(browser)
  await page.goto(`${address}?count=${count}`)
  return page
}

/** Drags the node to and fro; the time in scripts by move. */
async function drag(page: Page): Promise<number> {
  await page.bringToFront()
  const node = page.locator(`.react-flow__node[data-id="${dragged}"]`)
  await node.waitFor()
  await page.waitForTimeout(600)
  const box = (await node.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const scripting = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * metrics.find(metric => metric.name === 'ScriptDuration')!.value
  }
  await page.mouse.move(x, y)
  await page.mouse.down()
  // The first moves only begin the drag.
  for (let i = 1; i <= 6; i++) await page.mouse.move(x + i, y)
  const before = await scripting()
  for (let i = 1; i <= moves; i++) await page.mouse.move(x + 6 + (i % 20) * 2, y + (i % 10) * 2)
  await page.evaluate(() => new Promise(requestAnimationFrame))
  const spent = (await scripting()) - before
  await page.mouse.move(x, y)
  await page.mouse.up()
  await session.detach()
  return spent / moves
}
