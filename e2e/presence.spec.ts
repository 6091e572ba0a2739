import { expect, type Page, type Response, test } from '@playwright/test'
import { signIn } from './session'

/** As the browser does when another tab comes to the front, or a phone's screen goes off. */
const look = (page: Page, state: 'visible' | 'hidden') =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

test('a page says that somebody is there while it can be seen, and at once when it is seen again', async ({
  page,
}) => {
  const said: Response[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('/api/v1/presence')) said.push(response)
  })
  await signIn(page)
  await expect.poll(() => said.length).toBe(1)
  expect([said[0]!.request().method(), said[0]!.status()]).toEqual(['POST', 200])
  await expect.poll(() => said.length, { timeout: 25_000 }).toBe(2)

  await look(page, 'hidden')
  // Longer than it waits from one time to the next.
  await page.waitForTimeout(17_000)
  expect(said).toHaveLength(2)
  await look(page, 'visible')
  await expect.poll(() => said.length, { timeout: 5_000 }).toBe(3)
  expect(said[2]!.status()).toBe(200)
})
