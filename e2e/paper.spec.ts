import { expect } from '@playwright/test'
import { startPaper } from './paper-instance'
import { shootEverywhere, SIGNED_OUT, signIn, test } from './session'

test.use(SIGNED_OUT)

let paper: Awaited<ReturnType<typeof startPaper>>
test.beforeAll(async () => {
  test.setTimeout(240_000)
  paper = await startPaper()
})
test.afterAll(() => paper?.stop())

test('in paper mode the Wallet page holds play money, with no way in or out', async ({ page, context }) => {
  await signIn(page, paper, paper.url)
  await expect(page.getByText('PAPER', { exact: true }).first()).toBeVisible()

  await expect(async () => {
    await page.goto(`${paper.url}/wallet`)
    await expect(page.locator('tr[data-asset="USDC"]').first()).toContainText('10,000', { timeout: 5_000 })
  }).toPass({ timeout: 60_000 })
  await expect(page.getByText('Do not send money here.')).toBeVisible()
  for (const name of ['Withdraw', 'Deposit', 'Your own wallets', 'Address book', 'In and out'])
    await expect(page.getByRole('region', { name })).toHaveCount(0)
  await expect(page.getByText('May leave')).toHaveCount(0)
  await shootEverywhere(context, page, 'paper-wallet', paper.url)
})
