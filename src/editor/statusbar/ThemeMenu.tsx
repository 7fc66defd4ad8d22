import { Monitor, Moon, Sun } from 'lucide-react'
import { type Theme, useTheme } from '../theme.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuChoice } from '../ui/Menu.tsx'
import styles from './StatusBar.module.css'

const icons = { system: Monitor, light: Sun, dark: Moon } as const

/** Light, dark, or as the machine is. */
export function ThemeMenu() {
  const theme = useTheme(state => state.theme)
  const set = useTheme(state => state.set)
  const Icon = icons[theme]
  return (
    <Menu
      trigger={
        <Button
          size="dense"
          className={styles.small}
          icon={<Icon size={14} aria-hidden />}
          aria-label={`Theme: ${theme}`}
        />
      }
    >
      <MenuChoice
        value={theme}
        options={[
          { value: 'system', label: 'Theme of the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        onChoose={value => set(value as Theme)}
      />
    </Menu>
  )
}
