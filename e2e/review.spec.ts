import { expect, type Page } from '@playwright/test'
import { violations } from './axe'
import { liftLocks, sellEverything } from './positions'
import { sandbox } from './sandbox'
import { awaitLive, openToken, test } from './session'

test.beforeEach(async ({ page }) => {
  await sandbox.clearFaults()
  await sandbox.freeze()
  await sellEverything(page)
  await liftLocks(page)
  await openToken(page, 'BONK', (await sandbox.token('BONK')).mint)
})
test.afterEach(async ({ page }) => {
  await setState(page, 'RUNNING')
  await sellEverything(page)
  await sandbox.unfreeze()
})

const setState = async (page: Page, state: string) => {
  const { csrfToken } = (await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const answer = await page.request.put('/api/v1/trading-state', {
    headers: { 'x-csrf-token': csrfToken },
    data: { state, reason: 'Trying it', scope: 'own' },
  })
  return answer.status()
}
const ticketOf = (page: Page) => page.getByRole('region', { name: 'Ticket' })

test('Enter reviews in plain words before it buys, with ladder and trailing stop', async ({ page }) => {
  const ticket = ticketOf(page)
  await ticket.getByLabel('Take profit').fill('60')
  await ticket.getByRole('button', { name: /More exits/ }).click()
  await ticket.getByRole('button', { name: 'Sell a part on the way up' }).click()
  await ticket.getByLabel('Step 1 at a profit of percent').fill('20')
  await ticket.getByLabel('Trailing stop').fill('5')
  await ticket.getByLabel('Trail from').fill('70')
  await expect(ticket.getByText('Trail from: must be below the take-profit')).toBeVisible()
  await ticket.getByLabel('Trail from').fill('15')
  await ticket.getByLabel('Break-even at').fill('8')
  await ticket.getByLabel('Sell after').fill('240')
  expect(await violations(page)).toEqual([])
  await ticket.getByLabel('You pay').fill('100')
  await ticket.getByLabel('You pay').press('Enter')

  const dialog = page.getByRole('alertdialog', { name: /^Buy \$100 of BONK/ })
  const review = dialog.getByTestId('review')
  for (const words of [
    /Sells 50 % at \+20 % \(\$[\d.]+\), and the last 50 % at \+60 %/,
    /Sells what is left at −10 %/,
    /From \+15 % \(\$[\d.]+\) on a stop follows 5 % below the highest price/,
    /At \+8 % \(\$[\d.]+\) the stop moves up to what it cost/,
    /Sells what is left after 4 h/,
    /You getabout [\d,]+ BONK at/,
    /1\.00\s%\s?slippage; anything worse is not bought/,
    /in and out.*impact .*venue .*network .*refundable rent/,
    /you lose about \$1\d\.\d\d, fees included/,
    /\$100 of \$500/,
    /A sale of it was tried and goes through/,
    /Sandbox: no real money/,
  ])
    await expect(review).toContainText(words)
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'test-results/review-desktop.png' })
  await expect(page.locator('tr[data-position]')).toHaveCount(0)

  await dialog.getByRole('button', { name: /^Buy \$100/ }).click()
  await expect(page.getByTestId('trade-outcome')).toContainText('Bought $100 of BONK', { timeout: 30_000 })
  const row = page.locator('tr[data-position]').filter({ hasText: 'BONK' })
  await row.getByRole('button', { name: 'Change the exits of BONK' }).click()
  const editor = page.getByRole('dialog', { name: 'Exits of BONK' })
  await expect(editor.getByLabel('Step 1 at a profit of percent')).toHaveValue('20')
  await expect(editor.getByRole('region', { name: 'Once saved' })).toContainText('Sells 50 % at +20 %')
  await editor.getByLabel('Step 1 sells, percent of what was bought').fill('30')
  await expect(editor.getByRole('region', { name: 'Once saved' })).toContainText('and the last 70 % at +60 %')
  await editor.getByRole('button', { name: 'Save exits' }).click()
  await expect(editor).toHaveCount(0)

  await sandbox.move('BONK', 26)
  await page.getByRole('tab', { name: /Orders/ }).click()
  const sold = page.getByRole('tabpanel').locator('tbody tr').first()
  await expect(sold).toContainText(/Sell BONK.*FILLED.*Ladder/i, { timeout: 20_000 })
  await page.getByRole('tab', { name: /Positions/ }).click()
  await expect(row).toHaveCount(1)
})

test('a denial is told in the review, with an amount that passes', async ({ page }) => {
  await page.getByLabel('You pay').fill('620')
  await page.getByRole('button', { name: /^Buy \$620 of BONK/ }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('alert')).toContainText('risk.position_size')
  await expect(dialog.getByRole('alert')).toContainText('$120')
  await expect(dialog.getByRole('button', { name: /^Buy \$620/ })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Use $500 instead' }).click()
  await dialog.getByRole('button', { name: /^Buy \$500 of BONK/ }).click()
  await expect(page.getByTestId('trade-outcome')).toContainText('Bought $500 of BONK', { timeout: 30_000 })

  const row = page.locator('tr[data-position]').filter({ hasText: 'BONK' })
  await sandbox.move('BONK', 8)
  await expect(row.getByTestId('pnl')).toContainText('+$')
  await row.getByRole('button', { name: 'Sell 100 % of BONK' }).click()
  const sell = page.getByRole('alertdialog', { name: 'Sell 100 % of BONK?' })
  await expect(sell.getByTestId('review')).toContainText('Of the whole position, all fees counted.')
  await expect(sell.getByTestId('review')).toContainText(/not below \$5\d\d/)
  await sell.getByRole('button', { name: 'Sell 100 %' }).click()
  await expect(row).toHaveCount(0, { timeout: 30_000 })
})

test('while entries are off the button says why, and lets buy again afterwards', async ({ page }) => {
  await awaitLive(page)
  expect(await setState(page, 'NO_ENTRIES')).toBe(200)
  const ticket = ticketOf(page)
  const button = ticket.getByRole('button', { name: /^Buy \$/ })
  await expect(button).toBeDisabled()
  await expect(ticket.getByText('NO_ENTRIES for your account. Nothing is bought meanwhile')).toBeVisible()
  expect(await violations(page)).toEqual([])
  expect(await setState(page, 'RUNNING')).toBe(200)
  await expect(button).toBeEnabled()
})
