import { expect, type Page } from '@playwright/test'
import { violations } from './axe'
import { expectLock, liftLocks, sellEverything } from './positions'
import { sandbox } from './sandbox'
import { ADMIN, openPage, shootEverywhere, test } from './session'

const csrf = async (page: Page) =>
  ((await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string }).csrfToken

const buy = async (page: Page, data: object) => {
  const answer = await page.request.post('/api/v1/trade/buy', {
    headers: { 'x-csrf-token': await csrf(page), 'idempotency-key': crypto.randomUUID(), prefer: 'wait=30' },
    data,
  })
  expect(answer.status(), await answer.text()).toBe(201)
  return (await answer.json()) as { position: { id: string; amountRaw: string } }
}

test.beforeEach(async ({ page }) => {
  await sandbox.freeze()
  await liftLocks(page)
})
test.afterEach(async ({ page }) => {
  await sellEverything(page)
  await liftLocks(page)
  await sandbox.unfreeze()
})

test('the trading state is changed with a reason, holds, and is taken back', async ({ page }) => {
  await openPage(page, '/risk')
  const card = page.getByRole('region', { name: 'Trading state' })
  await card.getByRole('button', { name: /^NO_ENTRIES/ }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Set NO_ENTRIES' })
  await expect(dialog.getByText('Stops and targets are not held back.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Set NO_ENTRIES' })).toBeDisabled()
  await dialog.getByLabel('Why').fill('News at two')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(card.getByText(/by Demo: “News at two”/)).toBeVisible()
  await expect(card.getByRole('button', { name: /^NO_ENTRIES/ })).toHaveAttribute('aria-pressed', 'true')

  const refused = await page.request.post('/api/v1/trade/buy', {
    headers: { 'x-csrf-token': await csrf(page), 'idempotency-key': crypto.randomUUID() },
    data: { token: 'BONK', amountUsd: 10 },
  })
  expect([refused.status(), ((await refused.json()) as { code: string }).code]).toEqual([
    422,
    'trading.halted',
  ])

  await page.reload()
  await card.getByRole('button', { name: /^RUNNING/ }).click()
  await page.getByRole('alertdialog').getByLabel('Why').fill('Over')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Set RUNNING' }).click()
  await expect(card.getByRole('button', { name: /^RUNNING/ })).toHaveAttribute('aria-pressed', 'true')
})

test('four stops lock entries; the Risk page says why and lifts the lock', async ({ page }) => {
  for (let count = 0; count < 4; count += 1)
    await buy(page, { token: 'WIF', amountUsd: 10, stopLossPct: 5, takeProfitPct: 90 })
  await openPage(page, '/risk')
  const locks = page.getByRole('region', { name: /^Locks/ })
  await expect(locks.getByText('Nothing is locked.')).toBeVisible()
  await sandbox.move('WIF', -12)
  await expectLock(page)
  await page.reload()
  await expect(locks.getByText('4 positions were stopped out at a loss')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await expect(page.getByRole('region', { name: /^Protections/ }).getByText('1 lock')).toBeVisible()
  await locks.getByRole('button', { name: 'Remove the lock Stop-loss streak' }).click()
  await expect(locks.getByText('Nothing is locked.')).toBeVisible()
  await expect(
    page
      .getByRole('region', { name: 'History' })
      .getByText(/removed/)
      .first(),
  ).toBeVisible()
  await buy(page, { token: 'BONK', amountUsd: 10 })
  await sandbox.move('WIF', 13)
})

/** Tokens that the administrator's wallet bought, sent on behind JARVIS's back. */
const receiveFromElsewhere = async (page: Page, symbol: string): Promise<void> => {
  const { walletAddress: to } = (await (await page.request.get('/api/v1/portfolio')).json()) as {
    walletAddress: string
  }
  const { token } = (await (await page.request.post('/api/v1/auth/token', { data: ADMIN })).json()) as {
    token: string
  }
  const headers = { authorization: `Bearer ${token}` }
  const { walletAddress: from } = (await (
    await page.request.get('/api/v1/portfolio', { headers })
  ).json()) as { walletAddress: string }
  await sandbox.airdrop(from, { sol: 1, usdc: 100 })
  await expect(async () => {
    const answer = await page.request.post('/api/v1/trade/buy', {
      headers: { ...headers, 'idempotency-key': crypto.randomUUID(), prefer: 'wait=30' },
      data: { token: symbol, amountUsd: 40 },
    })
    expect(answer.status(), await answer.text()).toBe(201)
    const { position } = (await answer.json()) as { position: { amountRaw: string } }
    const { mint } = await sandbox.token(symbol)
    await sandbox.transfer({ from, to, mint, amountRaw: position.amountRaw })
  }).toPass({ timeout: 40_000 })
}

test('tokens that came from outside are shown without a plan, and guarded on request', async ({ page }) => {
  await page.goto('/portfolio')
  const card = page.getByRole('region', { name: 'Held without a plan' })
  await expect(card.getByText('No token lies in the trading wallet without a stop.')).toBeVisible()
  await receiveFromElsewhere(page, 'JUP')
  await expect(async () => {
    await page.reload()
    await expect(card.getByText('No stop sells them')).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 60_000 })
  expect(await violations(page)).toEqual([])
  await card.getByRole('button', { name: 'Guard JUP' }).click()
  const dialog = page.getByRole('dialog', { name: 'Guard JUP' })
  await expect(dialog.getByLabel('Take profit')).toHaveValue('20')
  await dialog.getByLabel('Stop-loss').fill('0')
  await expect(dialog.getByRole('button', { name: 'Guard JUP' })).toBeDisabled()
  await dialog.getByLabel('Stop-loss').fill('12')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Guard JUP' }).click()
  await expect(page.getByText('JUP is guarded')).toBeVisible()
  await expect(card.getByText('No token lies in the trading wallet without a stop.')).toBeVisible()
  const open = (await (await page.request.get('/api/v1/positions?status=open')).json()) as {
    positions: { token: { symbol: string }; stopLossPct: string }[]
  }
  expect(open.positions).toMatchObject([{ token: { symbol: 'JUP' }, stopLossPct: '12' }])
})

test('real fills are compared with paper ones on the portfolio', async ({ page }) => {
  await buy(page, { token: 'BONK', amountUsd: 20 })
  await expect(async () => {
    await page.goto('/portfolio')
    const card = page.getByRole('region', { name: 'Paper against real' })
    await expect(card.getByText('Fills compared')).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 60_000 })
})

test('the kill switch says what it will sell before it sells everything', async ({
  page,
  context,
  baseURL,
}) => {
  await buy(page, { token: 'BONK', amountUsd: 90 })
  await buy(page, { token: 'WIF', amountUsd: 30 })
  await openPage(page, '/risk')
  await page.getByRole('button', { name: 'Hold 2 s to flatten' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Sell everything' })
  await expect(dialog).toContainText('Sells all 2 positions now')
  const terms = dialog.locator('dt')
  await expect(terms).toHaveText(['BONK', 'WIF'])
  await expect(dialog).toContainText(/about \$8\d\.\d\d/)
  await expect(dialog).toContainText('It cannot be undone.')
  await dialog.getByLabel('Why').fill('Enough for today')
  await expect(dialog.getByRole('button', { name: 'Sell everything' })).toBeDisabled()
  await shootEverywhere(context, page, 'kill-switch', baseURL!)
  await dialog.getByLabel('Type FLATTEN to confirm').fill('flatten')
  await dialog.getByRole('button', { name: 'Sell everything' }).click()

  const card = page.getByRole('region', { name: 'Trading state' })
  await expect(card.getByRole('button', { name: /^EXITS_ONLY/ })).toHaveAttribute('aria-pressed', 'true', {
    timeout: 30_000,
  })
  const open = (await (await page.request.get('/api/v1/positions?status=open')).json()) as { positions: [] }
  expect(open.positions).toEqual([])
  await card.getByRole('button', { name: /^RUNNING/ }).click()
  await page.getByRole('alertdialog').getByLabel('Why').fill('Over')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Set RUNNING' }).click()
  await expect(card.getByRole('button', { name: /^RUNNING/ })).toHaveAttribute('aria-pressed', 'true')
})
