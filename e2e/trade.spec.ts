import { expect } from '@playwright/test'
import { awaitStreakLock, liftLocks, sellEverything } from './positions'
import { sandbox } from './sandbox'
import { holdAnswer, openToken, test } from './session'

test.beforeEach(async ({ page }) => {
  await sandbox.clearFaults()
  await sandbox.freeze()
  await sellEverything(page)
  await liftLocks(page)
})

test.afterEach(async () => {
  await sandbox.clearFaults()
  await sandbox.unfreeze()
})

test('buys BONK, sees it move and sees it sell itself at the target', async ({ page }) => {
  const bonk = await sandbox.token('BONK')
  await openToken(page, 'BONK', bonk.mint)
  const ticket = page.getByRole('region', { name: 'Ticket' })
  await ticket.getByLabel('You pay').fill('100')
  await ticket.getByLabel('Take profit').fill('20')
  await ticket.getByLabel('Stop-loss').fill('10')
  await expect(ticket.getByText('Buy and sell now costs')).toBeVisible()
  await ticket.getByRole('button', { name: /^Buy \$100 of BONK/ }).click()

  await expect(page.getByTestId('trade-outcome')).toContainText('Bought $100 of BONK', { timeout: 30_000 })
  const row = page.locator('tr[data-position]').filter({ hasText: 'BONK' })
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('$100.00')
  const before = await row.getByTestId('pnl').innerText()
  await page.screenshot({ path: 'test-results/trade-desktop.png' })

  await sandbox.move('BONK', 8)
  await expect(row.getByTestId('pnl')).toContainText('+$')
  expect(await row.getByTestId('pnl').innerText()).not.toBe(before)

  await sandbox.move('BONK', 20)
  await expect(page.getByRole('list', { name: 'Notifications' })).toContainText(
    /BONK sold at target, .*\+\$\d/,
    {
      timeout: 20_000,
    },
  )
  await expect(row).toHaveCount(0)
  await page.getByRole('tab', { name: /Closed/ }).click()
  await expect(page.getByRole('tabpanel').locator('tbody tr').first()).toContainText('Take profit')
})

test('stops out and says so', async ({ page }) => {
  const bonk = await sandbox.token('BONK')
  await openToken(page, 'BONK', bonk.mint)
  await page.getByRole('button', { name: /^Buy \$100 of BONK/ }).click()
  const row = page.locator('tr[data-position]').filter({ hasText: 'BONK' })
  await expect(row).toHaveCount(1, { timeout: 30_000 })
  await sandbox.move('BONK', -15)
  await expect(page.getByRole('list', { name: 'Notifications' })).toContainText(
    /BONK stopped out, .*\u2212\$\d/,
    {
      timeout: 20_000,
    },
  )
  await expect(row).toHaveCount(0)
  await awaitStreakLock(page)
})

test('a double click buys once, and half of it can be sold', async ({ page }) => {
  const bonk = await sandbox.token('BONK')
  await openToken(page, 'BONK', bonk.mint)
  await page.getByRole('button', { name: '$50', exact: true }).click()
  await page.getByRole('button', { name: /^Buy \$50 of BONK/ }).dblclick()
  const row = page.locator('tr[data-position]').filter({ hasText: 'BONK' })
  await expect(row).toHaveCount(1, { timeout: 30_000 })
  await expect(row).toContainText('$50.00')

  const answer = await holdAnswer(page, '**/api/v1/trade/sell')
  await row.getByRole('button', { name: 'Sell 50 % of BONK' }).click()
  await expect(row.getByText('Selling…')).toBeVisible()
  answer()
  await expect(row.getByRole('button', { name: 'Sell 100 % of BONK' })).toBeVisible({ timeout: 30_000 })
  await expect(row).toHaveCount(1)

  await page.getByRole('tab', { name: /Orders/ }).click()
  await page.getByRole('button', { name: 'Sell BONK', exact: true }).first().click()
  const panel = page.getByRole('dialog')
  await expect(panel).toContainText('Timeline')
  await expect(panel).toContainText('CONFIRMED')
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
})

test('moves the exits of a position, and sees the stop that stands', async ({ page }) => {
  const bonk = await sandbox.token('BONK')
  await openToken(page, 'BONK', bonk.mint)
  await page.getByRole('button', { name: /^Buy \$100 of BONK/ }).click()
  const row = page.locator('tr[data-position]').filter({ hasText: 'BONK' })
  await expect(row).toHaveCount(1, { timeout: 30_000 })

  await row.getByRole('button', { name: 'Change the exits of BONK' }).click()
  const dialog = page.getByRole('dialog', { name: 'Exits of BONK' })
  await dialog.getByLabel('Stop-loss').fill('120')
  await dialog.getByRole('button', { name: 'Save exits' }).click()
  await expect(dialog.getByRole('alert')).toContainText('below 100 %')
  await dialog.getByLabel('Stop-loss').fill('10')
  await dialog.getByLabel('Trailing stop').fill('4')
  await dialog.getByLabel('Take profit').fill('60')
  await page.screenshot({ path: 'test-results/plan-editor-desktop.png' })
  await dialog.getByRole('button', { name: 'Save exits' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(row).toContainText('Trailing stop')

  await sandbox.move('BONK', 12)
  await expect(row.getByTestId('pnl')).toContainText('+$')
  await sandbox.move('BONK', -7)
  await expect(page.getByRole('list', { name: 'Notifications' })).toContainText(
    /BONK sold by trailing stop/,
    {
      timeout: 20_000,
    },
  )
})
