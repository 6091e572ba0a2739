import { expect } from '@playwright/test'
import { codeOf } from './authenticator'
import { violations } from './axe'
import { ADMIN, enter, openPage, openToken, SIGNED_OUT, signIn, test } from './session'
import { sandbox } from './sandbox'

test('presets of the trader fill the ticket', async ({ page }) => {
  await openPage(page, '/settings')
  await page.getByLabel('Take profit').fill('0')
  await expect(page.getByText('From 0.1 % to 100,000 %.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save presets' })).toBeDisabled()
  await page.getByLabel('Take profit').fill('33')
  await page.getByLabel('Amount 3').fill('77')
  await page.getByRole('button', { name: 'Save presets' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  expect(await violations(page)).toEqual([])

  await openToken(page, 'BONK', (await sandbox.token('BONK')).mint)
  await expect(page.getByLabel('You pay')).toHaveValue('77')
  await expect(page.getByLabel('Take profit')).toHaveValue('33')
  await expect(page.getByRole('group', { name: 'Amount presets' }).getByText('$77')).toBeVisible()

  await openPage(page, '/settings')
  await page.getByLabel('Take profit').fill('20')
  await page.getByLabel('Amount 3').fill('100')
  await page.getByRole('button', { name: 'Save presets' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
})

test.describe('as a stranger', () => {
  test.use(SIGNED_OUT)
  test('an authenticator app guards signing in until it is removed', async ({ page }) => {
    await signIn(page, ADMIN)
    await openPage(page, '/settings')
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByLabel('Your password').fill(ADMIN.password)
    await page.getByRole('button', { name: 'Continue' }).click()
    const secret = (await page.locator('ol code').innerText()).replace(/\s/g, '')
    await page.getByLabel('6-digit code').fill(codeOf(secret))
    await page.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByRole('button', { name: 'I have stored them' })).toBeVisible()
    const recovery = await page.locator('ol code').allInnerTexts()
    expect(recovery).toHaveLength(10)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'I have stored them' }).click()

    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.waitForURL(/\/sign-in/)

    await enter(page, ADMIN)
    const code = page.getByLabel(/Code of your authenticator/)
    await code.fill('000000')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText(/That code is wrong/)).toBeVisible()
    await code.fill(recovery[0]!)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(/\/trade/)

    await openPage(page, '/settings')
    await expect(page.getByText('9 recovery codes left')).toBeVisible()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByLabel(/Code of the app/).fill(recovery[1]!)
    await page.getByRole('button', { name: 'Remove the authenticator' }).click()
    await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible()
  })
})
