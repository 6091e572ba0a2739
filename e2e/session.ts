import { type BrowserContext, expect, type Page } from '@playwright/test'

export const DEMO = { email: 'demo@jarvis.local', password: 'demo-sandbox' }

/** Through the form, as a person does. */
export const signIn = async (page: Page): Promise<void> => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(DEMO.email)
  await page.getByLabel('Password').fill(DEMO.password)
  await page.getByRole('button', { name: 'Continue with e-mail' }).click()
  await page.waitForURL('**/trade**')
}

export const useTheme = async (
  context: BrowserContext,
  theme: 'dark' | 'light',
  baseURL: string,
): Promise<void> => context.addCookies([{ name: 'theme', value: theme, url: baseURL }])

/** Shows a token's page and waits until it is live. */
export const openToken = async (page: Page, symbol: string, mint: string): Promise<void> => {
  await page.goto(`/trade/${mint}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(symbol)
  await expect(
    page.getByRole('region', { name: 'Ticket' }).getByRole('button', { name: /^Buy \$/ }),
  ).toBeEnabled()
}
