import { create } from 'zustand'

export type Theme = 'system' | 'light' | 'dark'

const key = 'hourglass.theme'

/** Storage may be forbidden (private windows); then the choice lasts as long as the page. */
const stored = (): Theme => {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}

const show = (theme: Theme) => {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

interface ThemeState {
  readonly theme: Theme
  set(theme: Theme): void
}

/** The chosen theme; 'system' follows the machine. Kept in the browser, not in the document. */
export const useTheme = create<ThemeState>()(set => ({
  theme: stored(),
  set: theme => {
    set({ theme })
    show(theme)
    try {
      localStorage.setItem(key, theme)
    } catch {
      // The choice then lasts until the page is closed.
    }
  },
}))

/** Applies the stored theme; called before the first paint. */
export const applyStoredTheme = (): void => show(useTheme.getState().theme)

/** True while the page is drawn dark, by choice or by the machine. */
export const isDark = (): boolean => {
  const { theme } = document.documentElement.dataset
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark'
}
