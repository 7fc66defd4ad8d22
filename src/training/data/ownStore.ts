/** A person's own data in IndexedDB, under its name: what is known of it and its pixels apart, so that a list loads no pixels. */
import { createStore, delMany, get, getMany, keys, setMany } from 'idb-keyval'
import type { OwnData, OwnFacts } from './ownData.ts'
import type { Strip } from './protocol.ts'

const store = createStore('hourglass-data', 'datasets')

const factsKey = (name: string): string => `facts/${name}`
const imagesKey = (name: string): string => `images/${name}`
const stripKey = (name: string): string => `strip/${name}`

/** What is kept, by name. */
export async function listOwn(): Promise<readonly OwnFacts[]> {
  const names = (await keys<string>(store)).filter(key => key.startsWith('facts/'))
  const facts = await getMany<OwnFacts>(names, store)
  return facts.filter(each => each !== undefined).sort((a, b) => a.name.localeCompare(b.name))
}

/**
 * Keeps data under its name, in place of what had the name before, with some of its images to look at.
 * @throws DOMException where there is no room.
 */
export async function keepOwn({ train, test, ...facts }: OwnData, strip: Strip): Promise<void> {
  await setMany(
    [
      [factsKey(facts.name), facts],
      [imagesKey(facts.name), { train, test }],
      [stripKey(facts.name), strip],
    ],
    store,
  )
}

/** The data of this name; undefined where there is none. */
export async function readOwn(name: string): Promise<OwnData | undefined> {
  const [facts, images] = await Promise.all([
    get<OwnFacts>(factsKey(name), store),
    get<Pick<OwnData, 'train' | 'test'>>(imagesKey(name), store),
  ])
  return facts && images && { ...facts, ...images }
}

/** What is known of the data of this name, and some of its images; undefined where there is none. */
export async function readOwnStrip(
  name: string,
): Promise<{ readonly facts: OwnFacts; readonly strip: Strip } | undefined> {
  const [facts, strip] = await Promise.all([
    get<OwnFacts>(factsKey(name), store),
    get<Strip>(stripKey(name), store),
  ])
  return facts && strip && { facts, strip }
}

/** Forgets the data of this name. */
export const removeOwn = (name: string): Promise<void> =>
  delMany([factsKey(name), imagesKey(name), stripKey(name)], store)
