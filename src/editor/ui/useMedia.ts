import { useSyncExternalStore } from 'react'

/** True while the window matches the media query. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    changed => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
