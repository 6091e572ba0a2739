import { expect, test } from '@playwright/test'
import { startPaper } from './paper-instance'
import { shootEverywhere } from './session'

let paper: Awaited<ReturnType<typeof startPaper>>
test.beforeAll(async () => {
  test.setTimeout(240_000)
  paper = await startPaper()
})
test.afterAll(() => paper?.stop())

test('in paper mode the Wallet page holds play money, with no way in or out', async ({ page, context }) => {
  await page.goto(`${paper.url}/sign-in`, { waitUntil: 'networkidle' })
  await page.getByLabel('E-mail').fill(paper.email)
  await page.getByLabel('Password').fill(paper.password)
  await page.getByRole('button', { name: 'Continue with e-mail' }).click()
  await page.waitForURL('**/trade**')
  await expect(page.getByText('PAPER', { exact: true }).first()).toBeVisible()

  await expect(async () => {
    await page.goto(`${paper.url}/wallet`)
    await expect(page.locator('tr[data-asset="USDC"]').first()).toContainText('10,000', { timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await expect(page.getByText('Do not send money here.')).toBeVisible()
  for (const name of ['Withdraw', 'Deposit', 'Your own wallets', 'Address book', 'In and out'])
    await expect(page.getByRole('region', { name })).toHaveCount(0)
  await expect(page.getByText('May leave')).toHaveCount(0)
  await shootEverywhere(context, page, 'paper-wallet', paper.url)
})
