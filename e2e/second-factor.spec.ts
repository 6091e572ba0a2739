import { type BrowserContext, expect, type Page } from '@playwright/test'
import { codeOf } from './authenticator'
import { violations } from './axe'
import { giveWallet, type OwnWallet } from './own-wallet'
import { sandbox } from './sandbox'
import { ADMIN, openPage, shootEverywhere, SIGNED_OUT, signIn, test } from './session'

test.describe.configure({ mode: 'serial' })
test.use(SIGNED_OUT)

let context: BrowserContext
let page: Page
let wallet: OwnWallet
let secret = ''
let recovery: string[] = []

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext()
  wallet = await giveWallet(context)
  page = await context.newPage()
  await signIn(page, ADMIN)
})
test.afterAll(() => context.close())

const own = () => page.locator(`[data-wallet="${wallet.address}"]`)
const card = () => page.getByRole('region', { name: 'Your own wallets' })

test('a wallet is linked from the Wallet page by a signed message', async ({ baseURL }) => {
  const { walletAddress } = (await (await page.request.get('/api/v1/portfolio')).json()) as {
    walletAddress: string
  }
  await sandbox.airdrop(walletAddress, { sol: 1, usdc: 60 })
  await openPage(page, '/wallet')
  await card().getByRole('button', { name: 'Connect a wallet' }).click()
  wallet.decline(true)
  await card().getByRole('button', { name: 'Own Wallet' }).click()
  await expect(card().getByRole('alert')).toContainText('Declined in the wallet')
  await shootEverywhere(context, page, 'link-wallet', baseURL!)

  wallet.decline(false)
  await openPage(page, '/wallet')
  await card().getByRole('button', { name: 'Connect a wallet' }).click()
  await card().getByRole('button', { name: 'Own Wallet' }).click()
  await expect(own()).toContainText('Own Wallet')
  expect(wallet.asked.at(-1)).toContain(wallet.address)
  await expect(page.locator(`[data-address="${wallet.address}"]`)).toContainText('My connected wallet')
})

test('with an authenticator, money leaves only with its code', async ({ baseURL }) => {
  await openPage(page, '/settings')
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByLabel('Your password, to begin').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Continue' }).click()
  secret = (await page.locator('ol code').innerText()).replace(/\s/g, '')
  await page.getByLabel('6-digit code').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByRole('button', { name: 'I have stored them' })).toBeVisible()
  recovery = await page.locator('ol code').allInnerTexts()
  await page.getByRole('button', { name: 'I have stored them' }).click()

  await openPage(page, '/wallet')
  const form = page.getByRole('region', { name: 'Withdraw' })
  await expect(form.locator(`option[value="${wallet.address}"]`)).toBeEnabled({ timeout: 30_000 })
  await form.getByLabel('What').selectOption({ label: 'USDC' })
  await form.getByLabel('How much').fill('12.5')
  await expect(form.getByRole('button', { name: 'Review withdrawal' })).toBeDisabled()
  await form.getByLabel('Authenticator code').fill('000000')
  await shootEverywhere(context, page, 'withdraw-with-code', baseURL!)
  const ask = async () => {
    await form.getByRole('button', { name: 'Review withdrawal' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw 12.5 USDC' }).click()
  }
  await ask()
  await expect(form.getByRole('alert')).toContainText('The code is wrong or was used already')
  expect(await sandbox.held(wallet.address, 'USDC')).toBe(0n)

  await form.getByLabel('Authenticator code').fill(codeOf(secret, 1))
  await ask()
  const newest = page.locator('[data-transfer]').first()
  await expect(newest).toContainText('Withdrawal of 12.5 USDC')
  await expect(newest).toContainText('CONFIRMED', { timeout: 30_000 })
  expect(await sandbox.held(wallet.address, 'USDC')).toBe(12_500_000n)
})

test('signing in with the wallet asks for a code of the authenticator too', async ({ baseURL }) => {
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in**')
  await page.getByRole('button', { name: 'Continue with a wallet' }).click()
  const choose = () => page.getByRole('button', { name: 'Own Wallet' }).click()
  await choose()
  const code = page.getByLabel(/Code of your authenticator app/)
  await expect(code).toBeFocused()
  await code.fill('000000')
  await choose()
  await expect(page.getByText(/That code is wrong/)).toBeVisible()
  await shootEverywhere(context, page, 'wallet-sign-in-code', baseURL!)
  await code.fill(recovery[0]!)
  await choose()
  await page.waitForURL('**/trade**')
})

test('unlinking takes the wallet away, and the authenticator can be removed', async () => {
  await openPage(page, '/wallet')
  await own()
    .getByRole('button', { name: /^Unlink/ })
    .click()
  await expect(own()).toHaveCount(0)
  expect(await violations(page)).toEqual([])
  await openPage(page, '/settings')
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByLabel(/Code of the app/).fill(recovery[1]!)
  await page.getByRole('button', { name: 'Remove the authenticator' }).click()
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible()
})
