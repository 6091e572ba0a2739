import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { equitySnapshots } from '@/drizzle/schema'
import { standingLocks } from '@/lib/db/lock-repository'
import { createLogger } from '@/lib/observability/logger'
import { type Accounts, marketOf, NOON, openAccounts, thousandDollars } from '../portfolio/accounts.fixture'
import { recordEquity } from './record-equity'

let accounts: Accounts
beforeAll(async () => {
  accounts = await openAccounts()
})
afterAll(() => accounts.close())

it('writes a point for each of many accounts, and judges each by its own', async () => {
  const { db } = accounts
  const logger = createLogger({ process: 'worker', level: 'silent' })
  const warn = vi.spyOn(logger, 'warn')
  const [plain, heavy, unpriced, silent] = await Promise.all(Array.from({ length: 4 }, accounts.account))
  await accounts.position(plain!)
  const large = { boughtRaw: 2_000n, amountRaw: 2_000n }
  await accounts.position(heavy!, large)
  await accounts.position(unpriced!, { tokenMint: accounts.darkMint })
  await accounts.position(silent!)
  let newest = 0
  const deps = {
    db,
    readMarket: marketOf(accounts.mint),
    balances: async (wallet: string) => {
      if (wallet === `TRADING of ${silent!.userId}`) throw new Error('no node answers')
      return thousandDollars
    },
    live: { publish: () => {} },
    logger,
    now: () => NOON,
    newId: () => `00000000-0000-4000-8000-${String((newest += 1)).padStart(12, '0')}`,
  }
  await recordEquity(deps)
  // A second worker in the same minute.
  await recordEquity(deps)

  const points = (await db.select().from(equitySnapshots)).toSorted(
    (left, right) => left.userId - right.userId,
  )
  expect(points).toEqual([
    { userId: plain!.userId, time: NOON, equityUsd: '1499.999999', pnlUsd: '19.999999' },
    { userId: heavy!.userId, time: NOON, equityUsd: '3399.999999', pnlUsd: '1919.999999' },
  ])
  const locksOf = async ({ userId }: { userId: number }) =>
    (await standingLocks(db, userId, NOON)).map(({ kind, reason }) => [kind, reason])
  expect(await locksOf(heavy!)).toEqual([['CONCENTRATION', 'This token is 59 % of your account.']])
  for (const account of [plain!, unpriced!, silent!]) expect(await locksOf(account)).toEqual([])
  const missed = [{ userId: silent!.userId, error: 'no node answers' }, 'equity not recorded']
  expect(warn.mock.calls).toEqual([missed, missed])
})
