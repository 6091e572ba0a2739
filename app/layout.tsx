import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './_styles/tokens.css'
import './_styles/base.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { readTheme, THEME_COOKIE } from './_styles/theme'

export const metadata: Metadata = {
  title: { default: 'JARVIS', template: '%s · JARVIS' },
  description: 'Autonomous, explainable trading assistant for Solana',
  icons: { icon: '/icon.svg' },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' }

/** The theme is in a cookie, so the first byte already has it: no script, no flash. */
const RootLayout = async ({ children }: { children: ReactNode }) => {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html lang="en" data-theme={theme}>
      <body>{children}</body>
    </html>
  )
}

export default RootLayout
