import { expect, type Page } from '@playwright/test'
import { violations } from './axe'
import { liftLocks, sellEverything } from './positions'
import { sandbox } from './sandbox'
import { openToken, shootEverywhere, test } from './session'

test.beforeEach(async ({ page }) => {
  await sandbox.clearFaults()
  await sandbox.freeze()
  await sellEverything(page)
  await liftLocks(page)
})
test.afterEach(async ({ page }) => {
  await sellEverything(page)
  await sandbox.unfreeze()
})

const firstOrder = (page: Page) => page.getByRole('region', { name: 'Orders' }).locator('tbody tr').first()

test('a buy in slices shows how far it is, is paused, resumed and stopped, and what is bought is guarded', async ({
  page,
}) => {
  const token = await sandbox.token('BONK')
  await openToken(page, 'BONK', token.mint)
  const ticket = page.getByRole('region', { name: 'Ticket' })
  await expect(ticket.getByLabel('Execution')).toHaveValue('AUTO')
  await ticket.getByLabel('Execution').selectOption('TWAP')
  await ticket.getByRole('button', { name: /^Buy .*BONK/ }).click()
  const outcome = page.getByTestId('trade-outcome')
  await expect(outcome).toContainText('Buying BONK in slices', { timeout: 20_000 })
  await expect(outcome).toContainText('$20.00 of $100.00 bought', { timeout: 20_000 })
  await page.screenshot({ path: 'test-results/slices-ticket.png' })
  const row = page.locator('tr[data-position]').filter({ hasText: 'BONK' })
  await expect(row).toHaveCount(1, { timeout: 20_000 })
  await expect(row).toContainText('Stop-loss')

  await outcome.getByRole('link', { name: 'Pause or stop it under Orders' }).click()
  await expect(firstOrder(page)).toContainText('WORKING')
  await firstOrder(page).getByRole('button', { name: 'Buy BONK', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Buy BONK' })
  await expect(panel.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '20')
  await expect(panel.getByRole('listitem').filter({ hasText: 'planned' })).toHaveCount(4)
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'test-results/slices-panel.png' })
  await panel.getByRole('button', { name: 'Pause' }).click()
  await expect(panel).toContainText('Paused; what is left stays reserved')
  await panel.getByRole('button', { name: 'Go on' }).click()
  await expect(panel).toContainText('Next slice at')
  await panel.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Cancel the buy of BONK' }).click()
  await expect(firstOrder(page)).toContainText('PARTIALLY FILLED', { timeout: 20_000 })
  await expect(firstOrder(page)).toContainText('Bought $20.00 of $100.00. Cancelled by you.')
})

test('a sell in slices is told before, shown while it goes on, and is stopped; the rest stays guarded', async ({
  page,
  context,
  baseURL,
}) => {
  const token = await sandbox.token('BONK')
  await openToken(page, 'BONK', token.mint)
  const ticket = page.getByRole('region', { name: 'Ticket' })
  await ticket.getByLabel('Execution').selectOption('MARKET')
  await ticket.getByRole('button', { name: /^Buy .*BONK/ }).click()
  await expect(page.locator('tr[data-position]').filter({ hasText: 'BONK' })).toHaveCount(1, {
    timeout: 20_000,
  })

  await ticket.getByRole('radio', { name: 'Sell', exact: true }).click()
  await ticket.getByLabel('Execution').selectOption('TWAP')
  await ticket.getByRole('button', { name: 'Sell 100 % of BONK' }).click()
  const review = page.getByRole('alertdialog')
  await expect(review).toContainText(/TWAP: 5 slices over 4 min/)
  await expect(review).toContainText('SOL is set aside for their fees')
  await page.screenshot({ path: 'test-results/slices-sell-review.png' })
  expect(await violations(page)).toEqual([])
  await review.getByRole('button', { name: 'Sell 100 %' }).click()
  await expect(ticket).toContainText('20 % sold for', { timeout: 20_000 })
  await expect(ticket).toContainText('Next slice at')
  await expect(ticket.getByRole('button', { name: 'Sell 100 % of BONK' })).toBeVisible()
  await shootEverywhere(context, page, 'slices-sell-ticket', baseURL!)

  await ticket.getByRole('link', { name: 'Orders' }).click()
  await firstOrder(page).getByRole('button', { name: 'Sell BONK', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Sell BONK' })
  await expect(panel.getByRole('progressbar', { name: 'Sold so far' })).toHaveAttribute('aria-valuenow', '20')
  await expect(panel).toContainText('What is not sold yet stays guarded')
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'test-results/slices-sell-panel.png' })
  await panel.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Cancel the sale of BONK' }).click()
  await expect(firstOrder(page)).toContainText('PARTIALLY FILLED', { timeout: 20_000 })
  await expect(firstOrder(page)).toContainText(/Sold .* BONK of .* BONK\. Cancelled by you\./)
})
