import { crc32, deflateSync } from 'node:zlib'
import { expect, type Page, test } from '@playwright/test'
import { npyBytes, npz, zip } from '../training/data/files.ts'

/** Drops files on the window. */
async function drop(page: Page, files: Readonly<Record<string, Uint8Array>>) {
  const transfer = await page.evaluateHandle(
    list => {
      const data = new DataTransfer()
      for (const [name, base64] of list) {
        const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
        data.items.add(new File([bytes], name))
      }
      return data
    },
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const),
  )
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

/** Pictures of a bright bar, lying or standing: label 0 or 1. */
const bar = (side: number, label: number, at: number): number[] =>
  Array.from({ length: side * side }, (_, i) => {
    const along = label === 0 ? Math.floor(i / side) : i % side
    return Math.abs(along - at) < side / 8 ? 240 : 0
  })

/** A grey picture as PNG (w3.org/TR/png). */
function png(side: number, pixels: readonly number[]): Uint8Array {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const rows = Array.from({ length: side }, (_, y) => [0, ...pixels.slice(y * side, (y + 1) * side)])
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

const setting = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const strip = (page: Page) => page.getByRole('region', { name: 'Data' }).getByRole('img').first()

test('a dropped .npz becomes data that the model learns from, and is there after a reload', async ({
  page,
}) => {
  await page.goto('./')
  await expect(strip(page)).toHaveAccessibleName(/^Images: 0, 1, 2/, { timeout: 20_000 })
  const labels = Array.from({ length: 60 }, (_, i) => i % 2)
  const images = labels.flatMap((label, i) => bar(28, label, 4 + (i % 20)))
  await drop(page, {
    'bars.npz': npz({ x_train: npyBytes([60, 28, 28], images), y_train: npyBytes([60], labels) }),
  })
  const dialog = page.getByRole('dialog', { name: 'Add data' })
  await expect(dialog.getByText('60 images of 28×28, grey, 2 classes (0, 1), from bars.npz.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Add and train on it' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('combobox', { name: 'dataset' })).toHaveValue('own:bars')
  await expect(strip(page)).toHaveAccessibleName(/^Images: 0, 1/)

  await setting(page, 'batchSize').fill('18')
  await setting(page, 'epochs').fill('1')
  await expect(page.getByText('Batches of 18 are 3 steps an epoch')).toBeVisible()
  await page.getByText('Data settings').click()
  await setting(page, 'shift').fill('3')
  await expect(page.getByRole('img', { name: 'Augmented images' })).toBeVisible()
  await page.getByText('Saved', { exact: true }).first().waitFor()
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'dataset' })).toHaveValue('own:bars')
  await page
    .getByRole('button', { name: /^Train( |$)/ })
    .first()
    .click()
  await expect(page.getByRole('img', { name: /step 3$/ }).first()).toBeVisible({ timeout: 60_000 })
})

test('an archive of pictures has its folders as classes; own data is deleted again', async ({ page }) => {
  const pictures = Object.fromEntries(
    ['lying', 'standing'].flatMap((name, label) =>
      [3, 6, 9].map(at => [`bars/${name}/${at}.png`, png(20, bar(20, label, at))] as const),
    ),
  )
  await page.goto('./')
  await drop(page, { 'bars.zip': zip({ ...pictures, 'bars/lying/bad.png': Uint8Array.of(1, 2, 3) }) })
  const dialog = page.getByRole('dialog', { name: 'Add data' })
  await expect(dialog.getByText('6 images of 28×28, grey, 2 classes (lying, standing)')).toBeVisible()
  await expect(dialog.getByText('bars.zip/bars/lying/bad.png cannot be decoded')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'colour of the pictures' }).selectOption('RGB')
  await expect(dialog.getByText('6 images of 28×28, RGB')).toBeVisible()
  await expect(dialog.getByText('The Input takes 1×28×28')).toBeVisible()
  await dialog.getByRole('button', { name: 'Add and train on it' }).click()
  await expect(page.getByText(/does not take bars images of 3×28×28/).first()).toBeVisible()
  await page.getByText('Data settings').click()
  await page.getByRole('switch', { name: 'resize' }).click()
  await expect(strip(page)).toHaveAccessibleName(/^Images: lying, standing/)
  await page.getByRole('button', { name: 'Delete bars' }).click()
  await page.getByRole('button', { name: 'Delete bars' }).last().click()
  await expect(page.getByRole('combobox', { name: 'dataset' })).toHaveValue('mnist')
  await expect(page.getByRole('option', { name: 'bars' })).toHaveCount(0)
})

test('a damaged file says what is wrong with it; drawn sets fit any Input', async ({ page }) => {
  await page.goto('./')
  const whole = npz({ x_train: npyBytes([2, 28, 28], Array(1568).fill(7)) })
  await drop(page, { 'broken.npz': whole.slice(0, whole.length - 40) })
  const dialog = page.getByRole('dialog', { name: 'Add data' })
  await expect(dialog.getByText('broken.npz is cut short: the list of its files')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('combobox', { name: 'dataset' }).selectOption('shapes')
  await expect(strip(page)).toHaveAccessibleName(/^Images: disc, ring, square/)
})
