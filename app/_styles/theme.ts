export const THEME_COOKIE = 'theme'
export type Theme = 'dark' | 'light'

export const readTheme = (value: string | undefined): Theme => (value === 'light' ? 'light' : 'dark')
