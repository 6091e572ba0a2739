import { expect } from '@playwright/test'
import { DEMO, SIGNED_OUT, signIn, test } from './session'

test.use(SIGNED_OUT)

test('before its code runs, the page takes neither words nor a press', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ baseURL, javaScriptEnabled: false })
  await page.goto('/sign-in')
  for (const field of [page.getByLabel('E-mail'), page.getByLabel('Password')])
    await expect(field).toBeDisabled()
  for (const name of ['Continue with e-mail', 'Continue with a wallet', 'Open the sandbox'])
    await expect(page.getByRole('button', { name })).toBeDisabled()
  await page.close()
})

test('a wrong password is refused in words and keeps the e-mail', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(DEMO.email)
  await page.getByLabel('Password').fill('not-the-password')
  await page.getByRole('button', { name: 'Continue with e-mail' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'do not match an account' })).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue(DEMO.email)
})

test('the sandbox opens with one press, and signing out closes it', async ({ page }) => {
  await page.goto('/')
  await page.waitForURL('**/sign-in')
  await page.getByRole('button', { name: 'Open the sandbox' }).click()
  await page.waitForURL('**/trade**')
  await expect(page.getByText('SANDBOX').first()).toBeVisible()
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in**')
  await page.goto('/trade')
  await page.waitForURL('**/sign-in')
})

test('the theme is remembered and there from the first byte', async ({ page, request }) => {
  await signIn(page)
  await page.getByRole('button', { name: 'Light appearance' }).first().click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  const html = await (await request.get('/sign-in', { headers: { cookie: 'theme=light' } })).text()
  expect(html).toContain('data-theme="light"')
})
