import { expect } from '@playwright/test'
import { liftLocks, sellEverything } from './positions'
import { sandbox } from './sandbox'
import { openToken, test } from './session'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

test.beforeEach(async () => {
  await sandbox.clearFaults()
  await sandbox.freeze()
})
test.afterEach(() => sandbox.unfreeze())

test('buys with the thumb', async ({ page }) => {
  await sellEverything(page)
  await liftLocks(page)
  await openToken(page, 'BONK', (await sandbox.token('BONK')).mint)
  await page.getByRole('button', { name: '$25', exact: true }).tap()
  await page.getByRole('button', { name: 'Review first' }).tap()
  const review = page.getByRole('alertdialog', { name: /^Buy \$25 of BONK/ })
  await expect(review.getByTestId('review')).toContainText('You get')
  await review.getByRole('button', { name: 'Back' }).tap()
  await page.getByRole('button', { name: /^Buy \$25 of BONK/ }).tap()
  await expect(page.getByTestId('trade-outcome')).toContainText('Bought $25 of BONK', { timeout: 30_000 })
  await expect(page.locator('tr[data-position]').filter({ hasText: 'BONK' })).toHaveCount(1)
  await page.screenshot({ path: 'test-results/trade-phone.png' })
  await sellEverything(page)
})

test('nothing runs over the edge at 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 568 })
  for (const path of ['/trade', '/portfolio', '/orders', '/wallet', '/risk', '/health', '/settings']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const over = await page.evaluate(() =>
      [document.documentElement, document.getElementById('main')!].map(
        (element) => element.scrollWidth - element.clientWidth,
      ),
    )
    expect(over, path).toEqual([0, 0])
  }
})
