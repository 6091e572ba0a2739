import { expect, type Page, type Request } from '@playwright/test'
import { test } from './session'

/** As the browser does when another tab comes to the front, or a phone's screen goes off. */
const look = (page: Page, state: 'visible' | 'hidden') =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

test('a page says that somebody is there while it can be seen, and at once when it is seen again', async ({
  page,
}) => {
  const said: Request[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/v1/presence')) said.push(request)
  })
  const answered = async (index: number) => (await said[index]!.response())?.status()
  // The page's own time, which goes on as it does and can be moved on.
  await page.clock.install()
  const saysAgain = async (times: number) =>
    expect(async () => {
      await page.clock.fastForward(1_000)
      expect(said).toHaveLength(times)
    }).toPass({ intervals: [100], timeout: 25_000 })

  await page.goto('/trade')
  await expect.poll(() => said.length).toBe(1)
  expect([said[0]!.method(), await answered(0)]).toEqual(['POST', 200])
  await saysAgain(2)
  expect(await answered(1)).toBe(200)

  await look(page, 'hidden')
  // Much longer than it waits from one time to the next; what it began then would be known by the answer to this.
  await page.clock.fastForward(60_000)
  await page.evaluate(() => fetch('/api/auth/csrf').then((answer) => answer.text()))
  expect(said).toHaveLength(2)
  await look(page, 'visible')
  await expect.poll(() => said.length, { timeout: 5_000 }).toBe(3)
  expect(await answered(2)).toBe(200)
  await saysAgain(4)
})
