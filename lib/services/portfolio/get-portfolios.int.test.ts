import { afterAll, beforeAll, expect, it } from 'vitest'
import { candles, positionDayMarks } from '@/drizzle/schema'
import { storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { AppError } from '@/lib/errors'
import { type Accounts, hoursAgo, marketOf, NOON, openAccounts, thousandDollars } from './accounts.fixture'
import { getPortfolio } from './get-portfolio'
import { getPortfolios } from './get-portfolios'

let accounts: Accounts
beforeAll(async () => {
  accounts = await openAccounts()
})
afterAll(() => accounts.close())

const deps = () => ({
  db: accounts.db,
  readMarket: marketOf(accounts.mint),
  balances: async (wallet: string) => {
    if (wallet === unreadable) throw new AppError('venue.unavailable', 'No node answers.')
    return thousandDollars
  },
})
let unreadable = ''
const alone = (userId: number) =>
  getPortfolio(deps(), {
    actor: { kind: 'user', id: String(userId) },
    userId,
    now: () => NOON,
    newId: () => 'id',
  })

const held = async () => {
  const account = await accounts.account()
  const positionId = await accounts.position(account)
  await accounts.lot(positionId, { raw: 100n, costRaw: 80_000_000n, at: hoursAgo(30) })
  await accounts.db
    .insert(positionDayMarks)
    .values({ positionId, day: '2026-06-10', priceUsd: '0.9', source: 'stored', createdAt: NOON })
  return account.userId
}

const partlySold = async () => {
  const account = await accounts.account()
  const part = { amountRaw: 60n, proceedsRaw: 60_000_000n, openedAt: hoursAgo(3) }
  const positionId = await accounts.position(account, part)
  const bought = { raw: 100n, costRaw: 80_000_000n, at: hoursAgo(3) }
  const sold = { raw: 40n, proceedsRaw: 60_000_000n, realisedUsd: '28', at: hoursAgo(2) }
  await accounts.lot(positionId, bought, sold)
  await accounts.fill(account, positionId, '0.3', hoursAgo(3))
  await accounts.fill(account, positionId, '0.4', hoursAgo(13))
  return account.userId
}

const closed = async (realisedUsd: string, proceedsRaw: bigint, at: Date) => {
  const account = await accounts.account()
  const gone = { amountRaw: 0n, proceedsRaw, status: 'CLOSED', closedAt: at } as const
  const positionId = await accounts.position(account, { ...gone, openedAt: at })
  const sold = { raw: 100n, proceedsRaw, realisedUsd, at }
  await accounts.lot(positionId, { raw: 100n, costRaw: 80_000_000n, at }, sold)
  return account.userId
}

const burntFees = async () => {
  const account = await accounts.account()
  const orderId = await accounts.order(account, { status: 'REJECTED' })
  await accounts.failedAttempt(orderId, 1, { usd: '0.5', at: hoursAgo(2) })
  await accounts.failedAttempt(orderId, 2, { usd: null, at: hoursAgo(1) })
  await accounts.failedAttempt(orderId, 3, { usd: '0.25', at: hoursAgo(20) })
  return account.userId
}

const entering = async () => {
  const account = await accounts.account()
  const elsewhere = { walletId: await accounts.connect(account.userId), inputRaw: 1_000_000n }
  await accounts.order(account, { inputRaw: 50_000_000n })
  await accounts.order(account, { inputRaw: 20_000_000n, status: 'FILLED', updatedAt: NOON })
  await accounts.order(account, { inputRaw: 10_000_000n, status: 'FILLED' })
  await accounts.order(account, elsewhere)
  const parentId = await accounts.order(account, { inputRaw: 100_000_000n, algorithm: 'TWAP' })
  await accounts.order(account, { inputRaw: 30_000_000n, status: 'FILLED', parentId, sliceSeq: 0 })
  return account.userId
}

const leaving = async () => {
  const account = await accounts.account()
  await accounts.operation(account, {})
  await accounts.operation(account, { mint: null, amountRaw: 1_000_000_000n })
  await accounts.operation(account, { status: 'CONFIRMED', amountRaw: 2_000_000n, resolvedAt: NOON })
  await accounts.operation(account, { status: 'CONFIRMED', amountRaw: 3_000_000n, resolvedAt: hoursAgo(1) })
  return account.userId
}

const holding = async (change: Parameters<Accounts['position']>[1]) => {
  const account = await accounts.account()
  const positionId = await accounts.position(account, change)
  await accounts.lot(positionId, { raw: 100n, costRaw: 80_000_000n, at: hoursAgo(30) })
  return account.userId
}

const ownLimits = async () => {
  const { userId } = await accounts.account()
  await storeRiskLimits(accounts.db, userId, { maxPositionUsd: '40', maxOpenPositions: 2, updatedAt: NOON })
  return userId
}

it('tells many accounts what each would be told alone, in as many statements as one', async () => {
  const time = hoursAgo(13)
  const bar = { open: '0.5', high: '0.5', low: '0.5', close: '0.5', volumeUsd: '0', source: 'test' }
  await accounts.db.insert(candles).values({ tokenMint: accounts.darkMint, time, ...bar })
  await storeRiskLimits(accounts.db, null, { maxPositionUsd: '90', updatedAt: NOON })

  const trapped = { status: 'TRAPPED', trappedReason: 'Frozen.' } as const
  const expected = new Map<number, Record<string, unknown>>([
    [
      await held(),
      { equityUsd: '1499.999999', unrealizedPnlUsd: '19.999999', dailyPnlUsd: '9.999999', openPositions: 1 },
    ],
    [
      await partlySold(),
      // 60 tokens bring $59.999999; of the profit of $39.999999 the sale has realised 28.
      {
        ...{ positionsValueUsd: '59.999999', unrealizedPnlUsd: '11.999999', realizedPnlUsd: '28' },
        ...{ dailyRealizedUsd: '28', dailyPnlUsd: '39.699999' },
      },
    ],
    [
      await closed('15', 95_000_000n, hoursAgo(1)),
      { dailyPnlUsd: '15', metrics: { closedPositions: 1, wins: 1, losses: 0, winRatePct: '100' } },
    ],
    [
      await closed('-15', 65_000_000n, hoursAgo(40)),
      {
        ...{ realizedPnlUsd: '-15', dailyRealizedUsd: '0', dailyPnlUsd: '0' },
        metrics: { closedPositions: 1, wins: 0, losses: 1, winRatePct: '0' },
      },
    ],
    // $0.5, and 0.005 SOL at $200.
    [await burntFees(), { realizedPnlUsd: '-0.75', dailyRealizedUsd: '-0.5', dailyPnlUsd: '-1.5' }],
    [await entering(), { cashUsd: '1000', freeCashUsd: '860' }],
    [await leaving(), { cashUsd: '1000', freeCashUsd: '991' }],
    [
      await holding(trapped),
      { positionsValueUsd: '0', unrealizedPnlUsd: '-80', unpriced: [], dailyPnlUsd: '-100' },
    ],
    [
      await holding({ tokenMint: accounts.darkMint }),
      // At midnight $0.5 a token; now the last stored price, as it is below the stop.
      { positionsValueUsd: '0', dailyPnlUsd: '0', unpriced: [expect.any(String)] },
    ],
    [await ownLimits(), { maxPositionUsd: '40', maxOpenPositions: 2, equityUsd: '1400' }],
    [(await accounts.account()).userId, { maxPositionUsd: '90', equityUsd: '1400', dailyPnlUsd: '0' }],
  ])
  const blind = await accounts.account()
  unreadable = `TRADING of ${blind.userId}`
  const walletless = await accounts.withoutWallet()
  const userIds = [...expected.keys()].toSpliced(3, 0, blind.userId, walletless)

  const before = accounts.statements()
  const told = await getPortfolios(deps(), userIds, NOON)
  const spent = accounts.statements() - before
  // Wallets, positions, realised 3 and 1, limits, reserved 2, the day 2, prices of what is not marked or priced 2.
  expect(spent).toBe(13)
  expect(told).toHaveLength(userIds.length)
  for (const [place, userId] of userIds.entries()) {
    const outcome = told[place]!
    if (outcome.status === 'fulfilled') {
      expect(outcome.value).toMatchObject({ walletAddress: `TRADING of ${userId}`, ...expected.get(userId) })
      expect(outcome.value).toEqual(await alone(userId))
    } else {
      expect([blind.userId, walletless]).toContain(userId)
      await expect(alone(userId)).rejects.toEqual(outcome.reason)
    }
  }
  expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(expected.size)
})
