/**
 * Lets the app work without a network from the next visit on: once the page stands, a service worker stores all its
 * files in the background. Only for the built app; a page without service workers is the same page online.
 */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const register = () => {
    const address = new URL('sw.js', document.baseURI)
    navigator.serviceWorker.register(address).catch((error: unknown) => {
      console.warn('The app will not work offline:', error)
    })
  }
  const whenIdle = () =>
    'requestIdleCallback' in window
      ? requestIdleCallback(register, { timeout: 3000 })
      : setTimeout(register, 1000)
  if (document.readyState === 'complete') whenIdle()
  else window.addEventListener('load', whenIdle, { once: true })
}
