import { type BrowserContext, expect, type Page } from '@playwright/test'
import { violations } from './axe'

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

const SIZES = { 1440: 900, 390: 844 }

/** A picture of the page as it stands, dark and light, wide and on a phone; none is wider than its screen, and axe passes. */
export const shootEverywhere = async (
  context: BrowserContext,
  page: Page,
  name: string,
  baseURL: string,
): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) {
    await useTheme(context, theme, baseURL)
    await page.evaluate((next) => (document.documentElement.dataset.theme = next), theme)
    for (const [width, height] of Object.entries(SIZES)) {
      await page.setViewportSize({ width: Number(width), height })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(Number(width))
      expect(await violations(page)).toEqual([])
      await page.screenshot({ path: `test-results/${name}-${theme}-${width}.png` })
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}
