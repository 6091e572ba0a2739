import { expect, type Page } from '@playwright/test'
import { violations } from './axe'
import { liftLocks, sellEverything } from './positions'
import { sandbox } from './sandbox'
import { ADMIN, openPage, openToken, test, signIn } from './session'

test.beforeEach(async ({ page }) => {
  await sandbox.clearFaults()
  await sandbox.freeze()
  await sellEverything(page)
  await liftLocks(page)
})
test.afterEach(async ({ page }) => {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await sellEverything(page)
  await sandbox.unfreeze()
})

const ticketOf = (page: Page) => page.getByRole('region', { name: 'Ticket' })
const firstOrder = (page: Page) => page.getByRole('region', { name: 'Orders' }).locator('tbody tr').first()

const placeLimit = async (page: Page, symbol: string, below: number) => {
  const token = await sandbox.token(symbol)
  await openToken(page, symbol, token.mint)
  const ticket = ticketOf(page)
  await ticket.getByRole('radio', { name: 'Limit' }).click()
  await ticket.getByLabel('At most, a token').fill((Number(token.priceUsd) * (1 - below / 100)).toFixed(12))
  await ticket.getByRole('button', { name: /^Wait to buy/ }).click()
  const dialog = page.getByRole('alertdialog', { name: /^Wait to buy/ })
  await expect(dialog).toContainText('Nothing is bought now.')
  await expect(dialog.getByTestId('review')).toContainText('Sells all at +20 %')
  await dialog.getByRole('button', { name: /^Wait to buy/ }).click()
  await expect(page.getByTestId('trade-outcome')).toContainText(`Waiting to buy ${symbol}`, {
    timeout: 20_000,
  })
}

test('a limit order waits, is bought when its price comes, and is guarded', async ({ page }) => {
  await placeLimit(page, 'WIF', 3)
  await expect(page.locator('tr[data-position]')).toHaveCount(0)
  await sandbox.move('WIF', -5)
  const row = page.locator('tr[data-position]').filter({ hasText: 'WIF' })
  await expect(row).toHaveCount(1, { timeout: 30_000 })
  await expect(row).toContainText('Stop-loss')

  await openPage(page, '/orders')
  await expect(firstOrder(page)).toContainText('FILLED')
  await firstOrder(page).getByRole('button', { name: 'Buy WIF', exact: true }).click()
  const panel = page.getByRole('dialog')
  for (const words of ['Waits until one WIF costs at most', 'not above the limit', 'CONFIRMED', 'at most $'])
    await expect(panel).toContainText(words)
  expect(await violations(page)).toEqual([])
})

test('a waiting order is cancelled, and a denied one says why', async ({ page }) => {
  await placeLimit(page, 'JUP', 40)
  await openPage(page, '/orders')
  await expect(firstOrder(page)).toContainText('WAITS FOR PRICE')
  await page.screenshot({ path: 'test-results/orders-desktop.png' })
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Cancel the buy of JUP' }).click()
  await expect(firstOrder(page)).toContainText('CANCELLED')
  await firstOrder(page).getByRole('button', { name: 'Buy JUP', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('Nothing was signed.')
  await page.keyboard.press('Escape')

  const { csrfToken } = (await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  await page.request.post('/api/v1/trade/buy', {
    headers: { 'x-csrf-token': csrfToken, 'idempotency-key': crypto.randomUUID() },
    data: { token: 'JUP', amountUsd: 900 },
  })
  await page.reload()
  await expect(firstOrder(page)).toContainText('DENIED')
  await firstOrder(page).getByRole('button', { name: 'Buy JUP', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('A $900.00 position passes your limit of $500.00')
})

test('a plan of recurring buys runs, is paused and ended', async ({ page }) => {
  await openToken(page, 'BONK', (await sandbox.token('BONK')).mint)
  const ticket = ticketOf(page)
  await ticket.getByLabel('You pay').fill('30')
  await ticket.getByRole('radio', { name: 'Repeat' }).click()
  await ticket.getByLabel('How many times').fill('3')
  await ticket.getByRole('button', { name: /^Repeat \$30 of BONK/ }).click()
  const dialog = page.getByRole('alertdialog', { name: /^Begin to buy \$30 of BONK/ })
  await expect(dialog.getByTestId('review')).toContainText('Each time')
  await dialog.getByRole('button', { name: /^Begin to buy/ }).click()
  await expect(page.locator('tr[data-position]').filter({ hasText: 'BONK' })).toHaveCount(1, {
    timeout: 30_000,
  })

  await openPage(page, '/orders')
  const plan = page.locator('li[data-plan]').first()
  await expect(plan).toContainText('$30 of BONK every hour')
  await expect(plan).toContainText('1 of 3 begun')
  await plan.getByRole('button', { name: 'Pause' }).click()
  await expect(plan).toContainText('PAUSED')
  await plan.getByRole('button', { name: 'Resume' }).click()
  await expect(plan).toContainText('ACTIVE')
  expect(await violations(page)).toEqual([])
  await plan.getByRole('button', { name: 'End' }).click()
  const ending = page.getByRole('alertdialog')
  await expect(ending).toContainText('2 of 3 purchases are left out')
  await ending.getByRole('button', { name: 'End the plan' }).click()
  await expect(plan).toContainText('CANCELLED')
})

test('an order that does not load says what is still true, and loads when asked again', async ({ page }) => {
  await placeLimit(page, 'JUP', 40)
  await openPage(page, '/orders')
  const gone = { type: 'about:blank', title: 'No', status: 500, detail: 'It broke.', code: 'internal' }
  await page.route('**/api/v1/orders/*', (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(gone) }),
  )
  await firstOrder(page).getByRole('button', { name: 'Buy JUP', exact: true }).click()
  const panel = page.getByRole('dialog')
  await expect(panel).toContainText('This order did not load', { timeout: 30_000 })
  await expect(panel).toContainText('What it does goes on.')
  expect(await violations(page)).toEqual([])
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await panel.getByRole('button', { name: /again|retry/i }).click()
  await expect(panel).toContainText('Timeline')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Cancel the buy of JUP' }).click()
  await expect(firstOrder(page)).toContainText('CANCELLED')
})

test('an account without orders and plans is told where they come from', async ({ page, context }) => {
  await context.clearCookies()
  await signIn(page, ADMIN)
  await openPage(page, '/orders')
  await expect(page.getByText('No orders yet')).toBeVisible()
  await expect(page.getByText('No plans')).toBeVisible()
  expect(await violations(page)).toEqual([])
})
