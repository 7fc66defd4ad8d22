/**
 * The service worker: it stores every file of one build under the name of that build, and hands them out when there is
 * no network. It never takes over from an older one while pages of that build are open, which may still need its files.
 * `src/build/offline.ts` writes the names of the files into it.
 */
declare const self: ServiceWorkerGlobalScope

export {}

/** Every built file relative to the scope, and a name that changes with any of them. */
const { files, version } = JSON.parse('%BUILT_FILES%') as {
  readonly files: readonly string[]
  readonly version: string
}

const { scope } = self.registration
/** Several copies of the app may lie below one origin. */
const family = `hourglass ${scope} `
const cacheName = family + version
const page = new URL('index.html', scope).href
const known = new Set(files.map(file => new URL(file, scope).href))

/** The name of such a file changes with its content, so that a stored one is always right. */
const isHashed = (url: string): boolean => /\/assets\/[^/]*-[\w-]{8}\.\w+$/.test(url)

self.addEventListener('install', event => event.waitUntil(store()))
self.addEventListener('activate', event => event.waitUntil(takeOver()))
self.addEventListener('fetch', event => {
  const { request } = event
  const url = request.url.replace(/[?#].*$/, '')
  if (request.method !== 'GET' || request.headers.has('range')) return
  if (request.mode === 'navigate' && (url === scope || known.has(url))) {
    event.respondWith(fromNetwork(request, url === scope ? page : url))
  } else if (known.has(url)) {
    event.respondWith(isHashed(url) ? fromStore(request, url) : fromNetwork(request, url))
  }
})

/** Stores all files, taking those that an older build has too from there. One after another, behind the page's own needs. */
async function store(): Promise<void> {
  const cache = await caches.open(cacheName)
  for (const url of known) {
    if (isHashed(url) && (await cache.match(url))) continue
    const present = isHashed(url) ? await caches.match(url) : undefined
    const response = present ?? (await fetch(url, { cache: isHashed(url) ? 'default' : 'no-cache' }))
    if (!response.ok) throw new Error(`${url} could not be stored: ${response.status}`)
    await cache.put(url, response)
  }
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(family) && name !== cacheName) await caches.delete(name)
  }
  await self.clients.claim()
}

async function fromStore(request: Request, url: string): Promise<Response> {
  const stored = await storedFile(url)
  return isolated(stored ?? (await fetch(request)))
}

async function fromNetwork(request: Request, url: string): Promise<Response> {
  try {
    return isolated(await fetch(request))
  } catch (error) {
    const stored = await storedFile(url)
    if (stored) return isolated(stored)
    throw error
  }
}

async function storedFile(url: string): Promise<Response | undefined> {
  const cache = await caches.open(cacheName)
  return cache.match(url)
}

/** The response with the headers that let wasm use threads, which not every host can send. */
function isolated(response: Response): Response {
  if (response.type === 'opaqueredirect' || response.status === 0 || response.redirected) return response
  if (response.headers.has('Cross-Origin-Embedder-Policy')) return response
  const headers = new Headers(response.headers)
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp')
  const { body, status, statusText } = response
  return new Response(body, { status, statusText, headers })
}
