import { generateKeyPairSync } from 'node:crypto'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import bs58 from 'bs58'
import { violations } from './axe'
import { giveWallet, type OwnWallet } from './own-wallet'
import { sandbox } from './sandbox'
import { expectNoWider, openPage, SIGNED_OUT, test, useTheme } from './session'

/** Measured: 161 ms on two quiet cores, 960 ms where thirteen waited for each. */
const READY_WITHIN_MS = 1_000

test.describe.configure({ mode: 'serial' })
test.use(SIGNED_OUT)

let context: BrowserContext
let page: Page
let wallet: OwnWallet
const faults: string[] = []

test.beforeAll(async ({ browser }) => {
  await sandbox.clearFaults()
  await sandbox.freeze()
  context = await browser.newContext()
  wallet = await giveWallet(context)
  await sandbox.airdrop(wallet.address, { sol: 2, usdc: 1_000 })
  page = await context.newPage()
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error' && /Content Security|hydrat/i.test(line.text())) faults.push(line.text())
  })
})
test.afterAll(async () => {
  await sandbox.clearFaults()
  await sandbox.unfreeze()
  await context.close()
})

const own = () => page.locator(`[data-wallet="${wallet.address}"]`)
const newest = () => page.locator('[data-transfer]').first()
const balance = (symbol: string) => page.locator(`tr[data-asset="${symbol}"]`).first()
const bar = () => page.getByRole('region', { name: 'Ready to sign' })
const position = () => page.locator('tr[data-position]').filter({ hasText: 'BONK' })

const deposit = async (asset: string, amount: string) => {
  await own().getByRole('button', { name: 'Deposit from it' }).click()
  await own().getByLabel('What').selectOption(asset)
  await own().getByLabel('How much').fill(amount)
  await own().getByRole('button', { name: 'Review deposit' }).click()
  await expect(page.getByRole('alertdialog')).toContainText(`${amount} ${asset} leave`)
  await page.getByRole('button', { name: 'Sign in wallet' }).click()
}

test('signs in with a wallet, which signs a message and nothing else', async () => {
  await page.goto('/sign-in')
  const scripts = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).decodedBodySize, 0),
    )
  const before = await scripts()
  await page.getByRole('button', { name: 'Continue with a wallet' }).click()
  await expect(page.getByRole('button', { name: 'Own Wallet' })).toBeVisible()
  // The wallets' code, some 430 kB, comes when it is asked for.
  expect((await scripts()) - before).toBeGreaterThan(200_000)
  expect(await violations(page)).toEqual([])

  wallet.decline(true)
  await page.getByRole('button', { name: 'Own Wallet' }).click()
  await expect(page.getByText('Declined in the wallet. Nothing was signed')).toBeVisible()
  wallet.decline(false)
  await page.getByRole('button', { name: 'Own Wallet' }).click()
  await page.waitForURL('**/trade**')
  expect(wallet.asked.at(-1)).toContain('wants you to sign in with your Solana account')
  expect(wallet.asked.at(-1)).toContain('This moves no money and costs nothing.')
})

test('deposits from the wallet in one signed transaction', async () => {
  await openPage(page, '/wallet')
  await expect(own()).toContainText('Own Wallet')
  const before = await sandbox.held(wallet.address, 'USDC')
  await deposit('USDC', '25.5')
  await expect(newest()).toContainText('Deposit of 25.5 USDC')
  await expect(newest()).toContainText('CONFIRMED', { timeout: 30_000 })
  await expect(balance('USDC')).toContainText('25.5')
  expect(before - (await sandbox.held(wallet.address, 'USDC'))).toBe(25_500_000n)
})

const to = bs58.encode(
  generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
)
const addressRow = () => page.locator(`[data-address="${to}"]`)
const withdrawal = () => page.getByRole('region', { name: 'Withdraw' })

test('an address added to the book waits before money can go there', async () => {
  await page.getByRole('button', { name: 'Add address' }).click()
  await page.getByLabel('Solana address').fill(`${to}0`)
  await expect(page.getByText('This is no Solana address')).toBeVisible()
  await page.getByLabel('Solana address').fill(to)
  await page.getByLabel('Name').fill('Cold')
  await page.getByRole('button', { name: 'Add address' }).click()
  await expect(addressRow()).toContainText(/Opens in \d/)
  await expect(withdrawal().locator(`option[value="${to}"]`)).toBeDisabled()
})

test('a deposit that is declined in the wallet is cancelled, and can be made again', async () => {
  wallet.decline(true)
  await deposit('SOL', '0.2')
  await expect(own().getByRole('alert')).toContainText('Declined in the wallet')
  await expect(newest()).toContainText('CANCELLED')
  wallet.decline(false)
  await own().getByRole('button', { name: 'Leave it' }).click()
  await deposit('SOL', '0.2')
  await expect(newest()).toContainText('CONFIRMED', { timeout: 30_000 })
})

test('withdraws to an address of the book once it has waited, after saying what happens', async () => {
  const form = withdrawal()
  await expect(addressRow()).toContainText('Open', { timeout: 30_000 })
  await expect(addressRow()).not.toContainText('Opens', { timeout: 30_000 })

  await form.getByLabel('What').selectOption({ label: 'USDC' })
  await form.getByLabel('Where to').selectOption(to)
  await form.getByLabel('How much').fill('26')
  await expect(form.getByText('25.5 USDC may leave.')).toBeVisible()
  await form.getByLabel('How much').fill('10.25')
  await form.getByRole('button', { name: 'Review withdrawal' }).click()
  const dialog = page.getByRole('alertdialog')
  for (const words of ['10.25 USDC', 'Cold', '15.25 USDC', 'nobody can call it back'])
    await expect(dialog).toContainText(words)
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Withdraw 10.25 USDC' }).click()
  await expect(newest()).toContainText('Withdrawal of 10.25 USDC')
  await expect(newest()).toContainText('CONFIRMED', { timeout: 30_000 })
  expect(await sandbox.held(to, 'USDC')).toBe(10_250_000n)
  await expect(balance('USDC')).toContainText('15.25')
})

for (const theme of ['dark', 'light'] as const)
  test(`${theme}: the Wallet page passes axe and fits a phone`, async ({ baseURL }) => {
    await useTheme(context, theme, baseURL!)
    await page.setViewportSize({ width: 1440, height: 900 })
    await openPage(page, '/wallet')
    await expect(own()).toContainText('Own Wallet')
    await page.getByRole('button', { name: 'QR code' }).click()
    await expect(page.getByRole('img', { name: 'QR code of the deposit address' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: `test-results/wallet-${theme}-1440.png` })
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoWider(page, 390)
    expect(await violations(page)).toEqual([])
    await page.screenshot({ path: `test-results/wallet-${theme}-390.png` })
    await page.setViewportSize({ width: 1440, height: 900 })
  })

test('buys with the wallet, which signs the buy itself', async () => {
  const { mint } = await sandbox.token('BONK')
  await openPage(page, `/trade/${mint}`)
  const ticket = page.getByRole('region', { name: 'Ticket' })
  await ticket.getByLabel('Pay from').selectOption(wallet.address)
  await ticket.getByLabel('You pay').fill('100')
  const before = await sandbox.held(wallet.address, 'USDC')
  await ticket.getByRole('button', { name: /^Buy \$100 of BONK/ }).click()
  await expect(bar()).toContainText('Ready to sign: buy BONK for $100.00', { timeout: 20_000 })
  await expect(bar()).toContainText(/at least .* BONK/)
  await bar().getByRole('button', { name: 'Sign in Own Wallet' }).click()
  await expect(position()).toHaveCount(1, { timeout: 30_000 })
  await expect(bar()).toHaveCount(0)
  await expect(position()).toContainText('Own wallet')
  expect(before - (await sandbox.held(wallet.address, 'USDC'))).toBe(100_000_000n)
  expect(await sandbox.held(wallet.address, 'BONK')).toBeGreaterThan(0n)
})

test('an exit that fires is ready to sign within a second, and the wallet signs it', async () => {
  await page.evaluate(() => {
    const seen = window as unknown as { readyAt?: number }
    new MutationObserver(() => {
      if (document.querySelector('[data-signing]')) seen.readyAt ??= Date.now()
    }).observe(document.body, { childList: true, subtree: true })
  })
  const moved = Date.now()
  await sandbox.move('BONK', 25)
  await expect(bar()).toContainText('Take profit: ready to sign: sell BONK', { timeout: 20_000 })
  const readyAt = (await page.evaluate(() => (window as unknown as { readyAt?: number }).readyAt))!
  const answer = await page.request.get('/api/v1/orders?status=AWAITING_SIGNATURE')
  const { orders } = (await answer.json()) as { orders: { createdAt: string }[] }
  const firedAt = Date.parse(orders[0]!.createdAt)
  console.log(`ready to sign: ${firedAt - moved} ms to fire, ${readyAt - firedAt} ms from fired to shown`)
  expect(readyAt - firedAt).toBeLessThan(READY_WITHIN_MS)
  await expect(position()).not.toContainText('Selling')
  await position().getByRole('button', { name: 'Waiting for your signature' }).click()
  await expect(page.locator('[data-signing]')).toBeFocused()
  await page.screenshot({ path: 'test-results/ready-to-sign.png' })
  expect(await violations(page)).toEqual([])

  wallet.decline(true)
  await bar().getByRole('button', { name: 'Sign in Own Wallet' }).click()
  await expect(bar().getByRole('alert')).toContainText('Declined in the wallet')
  await expect(position()).toHaveCount(1)
  wallet.decline(false)
  const before = await sandbox.held(wallet.address, 'USDC')
  await bar().getByRole('button', { name: 'Sign in Own Wallet' }).click()
  await expect(position()).toHaveCount(0, { timeout: 30_000 })
  await expect(bar()).toHaveCount(0)
  expect((await sandbox.held(wallet.address, 'USDC')) - before).toBeGreaterThan(100_000_000n)
  expect(await sandbox.held(wallet.address, 'BONK')).toBe(0n)
})

test('nothing of it met the content policy or failed in the page', () => expect(faults).toEqual([]))
