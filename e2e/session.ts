import {
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test as base,
} from '@playwright/test'
import { violations } from './axe'

export const DEMO = { email: 'demo@jarvis.local', password: 'demo-sandbox' }
export const ADMIN = { email: 'admin@jarvis.local', password: 'admin-sandbox' }

/** The form, filled and sent as a person does; where that leads is for the caller to see. */
export const enter = async (page: Page, { email, password } = DEMO, origin = ''): Promise<void> => {
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Continue with e-mail' }).click()
}

export const signIn = async (page: Page, who = DEMO, origin = ''): Promise<void> => {
  await enter(page, who, origin)
  await page.waitForURL('**/trade**')
}

type Session = Exclude<BrowserContextOptions['storageState'], string | undefined>

/** Tests that begin signed in: the demo account signs in once, and each test has that session in a browser of its own. */
export const test = base.extend<object, { demoSession: Session }>({
  demoSession: [
    async ({ browser }, use, { project }) => {
      const page = await browser.newPage({ baseURL: project.use.baseURL, storageState: undefined })
      await signIn(page)
      const session = await page.context().storageState()
      await page.close()
      await use(session)
    },
    { scope: 'worker' },
  ],
  storageState: ({ demoSession }, use) => use(demoSession),
})

/** For `test.use`: tests that begin as a stranger. */
export const SIGNED_OUT = { storageState: { cookies: [], origins: [] } }

/** Shows a page of the dashboard and waits until it is live: before that a click is lost. */
export const openPage = async (page: Page, path: string): Promise<void> => {
  await page.goto(path)
  await awaitLive(page)
}

export const awaitLive = (page: Page): Promise<void> =>
  expect(page.getByRole('contentinfo').getByText('Live', { exact: true })).toBeVisible({ timeout: 30_000 })

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

/** Once it has settled on its new size. */
export const expectNoWider = (page: Page, width: number): Promise<void> =>
  expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)

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
      await expectNoWider(page, Number(width))
      expect(await violations(page)).toEqual([])
      await page.screenshot({ path: `test-results/${name}-${theme}-${width}.png` })
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

/** Keeps the answer to one request back, so that what a page shows meanwhile stays. Answers how to let it through. */
export const holdAnswer = async (page: Page, url: string): Promise<() => void> => {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(
    url,
    async (route) => {
      const response = await route.fetch()
      await released
      await route.fulfill({ response })
    },
    { times: 1 },
  )
  return release
}
