import { expect } from '@playwright/test'
import { violations } from './axe'
import { openToken, SIGNED_OUT, signIn, test, useTheme } from './session'
import { sandbox } from './sandbox'

test.describe('from signing in on', () => {
  test.use(SIGNED_OUT)
  for (const theme of ['dark', 'light'] as const)
    test(`${theme}: sign-in, trade and portfolio pass axe`, async ({ page, context, baseURL }) => {
      await useTheme(context, theme, baseURL!)
      await page.goto('/sign-in')
      await expect(page.getByRole('button', { name: 'Open the sandbox' })).toBeEnabled()
      expect(await violations(page)).toEqual([])

      await signIn(page)
      await openToken(page, 'BONK', (await sandbox.token('BONK')).mint)
      expect(await violations(page)).toEqual([])

      await page.keyboard.press('Control+k')
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')

      await page.goto('/portfolio')
      await expect(page.getByRole('heading', { level: 1, name: /Portfolio/ })).toBeVisible()
      expect(await violations(page)).toEqual([])
    })
})

test('on a large screen every page scrolls inside, not past its end', async ({ page }) => {
  for (const path of ['/trade', '/portfolio', '/orders', '/wallet', '/risk', '/health', '/settings']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    if (path === '/trade')
      await expect(page.getByRole('region', { name: 'Tokens' }).getByRole('listitem').nth(9)).toBeAttached()
    const over = () =>
      page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight)
    await expect.poll(over, { message: path }).toBe(0)
  }
})
