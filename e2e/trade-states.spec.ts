import { expect } from '@playwright/test'
import { violations } from './axe'
import { liftLocks, sellEverything } from './positions'
import { sandbox } from './sandbox'
import { openToken, test } from './session'

test.beforeEach(async ({ page }) => {
  await sandbox.clearFaults()
  await sandbox.freeze()
  await sellEverything(page)
  await liftLocks(page)
  await openToken(page, 'BONK', (await sandbox.token('BONK')).mint)
})

test.afterEach(async () => {
  await sandbox.clearFaults()
  await sandbox.unfreeze()
})

test('no venue: nothing is bought and the ticket says so', async ({ page }) => {
  for (const target of ['jupiter', 'bags']) await sandbox.fault({ target, kind: 'down' })
  await page.getByRole('button', { name: /^Buy \$100 of BONK/ }).click()
  await expect(page.getByTestId('trade-outcome')).toContainText('Not bought', { timeout: 60_000 })
  await expect(page.locator('tr[data-position]')).toHaveCount(0)
})

test('a lost answer is asked for again with the same key', async ({ page }) => {
  const keys: string[] = []
  let lost = 0
  await page.route('**/api/v1/trade/buy', async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    if (lost < 1) {
      lost += 1
      await route.fetch()
      await route.abort('connectionreset')
      return
    }
    await route.continue()
  })
  await page.getByRole('button', { name: /^Buy \$100 of BONK/ }).click()
  await expect(page.getByTestId('trade-outcome')).toContainText('Bought $100 of BONK', { timeout: 40_000 })
  expect(keys.length).toBe(2)
  expect(new Set(keys).size).toBe(1)
  await expect(page.locator('tr[data-position]').filter({ hasText: 'BONK' })).toHaveCount(1)
})

test('amounts that cannot be bought disable the button with a reason', async ({ page }) => {
  for (const text of ['', '0', '-5', 'abc', '1e309']) {
    await page.getByLabel('You pay').fill(text)
    await expect(page.getByRole('button', { name: /^Buy/ }).last()).toBeDisabled()
    await expect(page.getByText('Enter an amount in dollars, such as 100.')).toBeVisible()
  }
})

/** Going offline keeps a browser from opening a stream but does not end one that is open. */
const keepStreams = () => {
  const streams: EventSource[] = []
  Object.assign(window, { streams })
  window.EventSource = class extends EventSource {
    constructor(url: string | URL, options?: EventSourceInit) {
      super(url, options)
      streams.push(this)
    }
  }
}
const cutStreams = () => {
  for (const stream of (window as unknown as { streams: EventSource[] }).streams.splice(0)) {
    stream.close()
    stream.dispatchEvent(new Event('error'))
  }
}

test('a lost stream says so and heals', async ({ page, context }) => {
  await page.addInitScript(keepStreams)
  await page.reload()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await context.setOffline(true)
  await page.evaluate(cutStreams)
  await expect(page.getByText(/Live data lost .* ago/).first()).toBeVisible({ timeout: 20_000 })
  await context.setOffline(false)
  await expect(page.getByText(/Live data lost .* ago/)).toHaveCount(0, { timeout: 20_000 })
})

test('a worker that is gone is an alarm, whatever the stream still says', async ({ page }) => {
  const reasons = ['No worker has reported for 15 seconds: orders wait until one is back.']
  const detail = reasons[0]
  await page.route('**/api/v1/health/ready', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: '/problems/venue.unavailable',
        title: 'Unavailable',
        status: 503,
        code: 'venue.unavailable',
        detail,
        canTrade: false,
        canExit: false,
        reasons,
      }),
    }),
  )
  await page.reload()
  await expect(page.getByRole('alert').filter({ hasText: 'Stops do not fire.' })).toContainText('No worker')
  await expect(page.getByText('Exit monitor not running')).toBeVisible()
  expect(await violations(page)).toEqual([])
})
