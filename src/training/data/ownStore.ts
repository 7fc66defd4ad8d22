/** A person's own data in IndexedDB, under its name: what is known of it and its pixels apart, so that a list loads no pixels. */
import { createStore, delMany, get, getMany, keys, setMany } from 'idb-keyval'
import type { OwnData, OwnFacts } from './ownData.ts'

const store = createStore('hourglass-data', 'datasets')

const factsKey = (name: string): string => `facts/${name}`
const imagesKey = (name: string): string => `images/${name}`

/** What is kept, by name. */
export async function listOwn(): Promise<readonly OwnFacts[]> {
  const names = (await keys<string>(store)).filter(key => key.startsWith('facts/'))
  const facts = await getMany<OwnFacts>(names, store)
  return facts.sort((a, b) => a.name.localeCompare(b.name))
}

/** Keeps data under its name, in place of what had the name before. @throws DOMException where there is no room. */
export async function keepOwn({ train, test, ...facts }: OwnData): Promise<void> {
  await setMany(
    [
      [factsKey(facts.name), facts],
      [imagesKey(facts.name), { train, test }],
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

/** Forgets the data of this name. */
export const removeOwn = (name: string): Promise<void> => delMany([factsKey(name), imagesKey(name)], store)
