import { readAll } from './data/bytes.ts'
import { unpack } from './data/gzip.ts'
import { type MnistFile, mnistFiles, mnistShape, readImages, readMnist } from './datasets.ts'
import type { Dataset, Images } from './stepper.ts'

/** The name of the Cache Storage that keeps the files on this device. */
const cacheName = 'hourglass-data-1'

/** The time between two reports of progress, in milliseconds. */
const reportEvery = 100

/**
 * MNIST from the files that are served with the app, `data/*.gz` below `base`. They are kept on this device, and asked
 * for again only where what is kept cannot be read. `onProgress` hears of the part that has arrived, 0 to 1.
 * @throws Error saying which file did not come, and why.
 */
export async function downloadMnist(base: string, onProgress: (part: number) => void): Promise<Dataset> {
  const cache = await openCache()
  const names = Object.keys(mnistFiles) as MnistFile[]
  const addresses = names.map(name => new URL(`data/${mnistFiles[name]}.gz`, base).href)
  const kept = await Promise.all(addresses.map(address => readKept(cache, address)))
  if (kept.every(bytes => bytes !== undefined)) {
    try {
      return await assemble(names, kept)
    } catch {
      // What was kept is damaged: it is fetched anew and replaced.
    }
  }
  const progress = createProgress(onProgress)
  const fetched = await Promise.all(addresses.map(address => fetchFile(address, progress())))
  const dataset = await assemble(names, fetched)
  await Promise.all(addresses.map((address, i) => keep(cache, address, fetched[i]!)))
  return dataset
}

/** The test images of MNIST alone, a seventh of it, for looking at some. @throws Error like `downloadMnist`. */
export async function downloadMnistSample(
  base: string,
): Promise<{ readonly images: Images; readonly shape: typeof mnistShape }> {
  const cache = await openCache()
  const read = async (file: MnistFile): Promise<Uint8Array> => {
    const address = new URL(`data/${mnistFiles[file]}.gz`, base).href
    const kept = await readKept(cache, address)
    return unpack(kept ?? (await fetchFile(address, () => {})))
  }
  const [images, labels] = await Promise.all([read('testImages'), read('testLabels')])
  return { images: readImages(images, labels, 'testImages', 'testLabels'), shape: mnistShape }
}

async function assemble(names: readonly MnistFile[], files: readonly Uint8Array<ArrayBuffer>[]) {
  const unpacked = await Promise.all(
    files.map(async (bytes, i) => {
      try {
        return await unpack(bytes)
      } catch {
        throw new Error(`${mnistFiles[names[i]!]}.gz is damaged: it cannot be unpacked.`)
      }
    }),
  )
  return readMnist(
    Object.fromEntries(names.map((name, i) => [name, unpacked[i]!])) as Record<MnistFile, Uint8Array>,
  )
}

async function fetchFile(address: string, onPart: (received: number, total: number) => void) {
  let response: Response
  try {
    response = await fetch(address)
  } catch {
    throw new Error(`The digits could not be fetched from ${address}: connect to the network and try again.`)
  }
  if (!response.ok || !response.body) {
    throw new Error(
      `The digits could not be fetched: ${address} answered ${response.status}. They belong beside the app, in data/.`,
    )
  }
  if (response.headers.get('Content-Type')?.startsWith('text/html')) {
    throw new Error(
      `The digits could not be fetched: ${address} answered with a page. They belong beside the app, in data/.`,
    )
  }
  const total = Number(response.headers.get('Content-Length') ?? 0)
  return readAll(response.body, received => onPart(received, total))
}

/** Adds up several downloads. A server that unpacks on the way sends more than it announces, hence the limit. */
function createProgress(onProgress: (part: number) => void) {
  let told = 0
  const downloads: { received: number; total: number }[] = []
  return () => {
    const download = { received: 0, total: 0 }
    downloads.push(download)
    return (received: number, total: number) => {
      Object.assign(download, { received, total })
      const sum = (key: 'received' | 'total') => downloads.reduce((all, each) => all + each[key], 0)
      if (performance.now() < told + reportEvery || downloads.some(each => each.total === 0)) return
      told = performance.now()
      onProgress(Math.min(1, sum('received') / sum('total')))
    }
  }
}

/** Undefined where the browser offers no Cache Storage (pages without https) or forbids it (some private windows). */
async function openCache(): Promise<Cache | undefined> {
  try {
    return typeof caches === 'undefined' ? undefined : await caches.open(cacheName)
  } catch {
    return undefined
  }
}

/** From any cache of this page: where a service worker has stored the files already, they are not stored twice. */
async function readKept(cache: Cache | undefined, address: string) {
  const response = cache && (await caches.match(address).catch(() => undefined))
  return response ? new Uint8Array(await response.arrayBuffer()) : undefined
}

/** Keeping is a convenience: a full disk does not stop the training. */
const keep = async (cache: Cache | undefined, address: string, bytes: Uint8Array<ArrayBuffer>) => {
  await cache?.put(address, new Response(bytes)).catch(() => undefined)
}
