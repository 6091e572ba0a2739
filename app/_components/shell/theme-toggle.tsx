'use client'
import { Moon, Sun } from 'lucide-react'
import { IconButton } from '@/app/_components/ui/icon-button'
import { createStore, useStore } from '@/app/_live/external-store'
import { readTheme, type Theme, THEME_COOKIE } from '@/app/_styles/theme'
import { useEffect } from 'react'

const YEAR_SECONDS = 365 * 86_400
const themeStore = createStore<Theme>('dark')

const setTheme = (theme: Theme): void => {
  document.documentElement.dataset.theme = theme
  document.cookie = `${THEME_COOKIE}=${theme};path=/;max-age=${YEAR_SECONDS};samesite=lax`
  themeStore.set(theme)
}

export const useTheme = () => {
  const theme = useStore(themeStore)
  useEffect(() => themeStore.set(readTheme(document.documentElement.dataset.theme)), [])
  return { theme, toggle: () => setTheme(theme === 'dark' ? 'light' : 'dark') }
}

export const ThemeToggle = () => {
  const { theme, toggle } = useTheme()
  return (
    <IconButton label={theme === 'dark' ? 'Light appearance' : 'Dark appearance'} onClick={toggle}>
      {theme === 'dark' ? (
        <Sun aria-hidden="true" strokeWidth={1.5} />
      ) : (
        <Moon aria-hidden="true" strokeWidth={1.5} />
      )}
    </IconButton>
  )
}
