import { expect, type Page } from '@playwright/test'

type Position = {
  id: string
  token: { symbol: string }
  status: string
  closedAt: string | null
  pnlUsd: string
}

/** Sells everything the demo account holds, so that specs do not see each other's positions. */
export const sellEverything = async (page: Page): Promise<void> => {
  const { csrfToken } = (await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const open = async () =>
    (
      (await (await page.request.get('/api/v1/positions?status=open&limit=100')).json()) as {
        positions: Position[]
      }
    ).positions
  for (const position of await open()) {
    await page.request.post('/api/v1/trade/sell', {
      headers: { 'x-csrf-token': csrfToken, 'idempotency-key': crypto.randomUUID(), prefer: 'wait=20' },
      data: { positionId: position.id, percent: '100' },
    })
  }
  await expect.poll(async () => (await open()).length, { timeout: 30_000 }).toBe(0)
}

const locksOf = async (page: Page): Promise<{ id: string }[]> =>
  ((await (await page.request.get('/api/v1/locks')).json()) as { locks: { id: string }[] }).locks

/** Lifts what protections have locked: specs stop out more often in an hour than a trader would. */
export const liftLocks = async (page: Page): Promise<void> => {
  const { csrfToken } = (await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  for (const { id } of await locksOf(page))
    await page.request.delete(`/api/v1/locks/${id}`, { headers: { 'x-csrf-token': csrfToken } })
}

const STREAK = 4
const HOUR_MS = 3_600_000

/** After a stop at a loss: the lock of a streak comes a moment later, and must not meet the next spec after it lifted all. */
export const awaitStreakLock = async (page: Page): Promise<void> => {
  const { positions } = (await (
    await page.request.get('/api/v1/positions?status=closed&limit=100')
  ).json()) as {
    positions: Position[]
  }
  const losses = positions.filter(
    ({ status, closedAt, pnlUsd }) =>
      status === 'STOPPED_OUT' && Number(pnlUsd) < 0 && Date.parse(closedAt!) > Date.now() - HOUR_MS + 60_000,
  )
  if (losses.length < STREAK) return
  await expectLock(page)
}

export const expectLock = (page: Page): Promise<void> =>
  expect.poll(async () => (await locksOf(page)).length, { timeout: 45_000 }).toBeGreaterThan(0)
