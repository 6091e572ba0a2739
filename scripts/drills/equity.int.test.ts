import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { standingLocks } from '@/lib/db/lock-repository'
import { storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { getPortfolio } from '@/lib/services/portfolio/get-portfolio'
import { recordEquity } from '@/lib/services/risk/record-equity'
import { openTradingWorld, type Trader, type TradingWorld, USDC } from './trading-world'

let world: TradingWorld
let minutes = 0
beforeAll(async () => {
  world = await openTradingWorld()
  await world.startTrading()
  await storeRiskLimits(world.db, null, { maxPositionUsd: '5000', updatedAt: new Date() })
})
afterAll(() => world.close())

const deps = () => ({
  ...world.parts.createExecution(world.vaultKey),
  db: world.db,
  now: () => new Date(Date.now() + minutes * 60_000),
  newId: randomUUID,
  balances: (wallet: string) => world.parts.rpc.balances(wallet),
})
const portfolio = ({ user }: Trader) =>
  getPortfolio(deps(), {
    actor: { kind: 'system', id: 'drill' },
    userId: user.userId,
    now: deps().now,
    newId: randomUUID,
  })
/** As the loop does, a minute later. */
const nextMinute = async (trader: Trader) => {
  minutes += 1
  await world.until('all is priced', async () => (await portfolio(trader)).unpriced.length === 0)
  await recordEquity(deps())
}
const drawdownLocks = async ({ user }: Trader) =>
  (await standingLocks(world.db, user.userId, deps().now())).filter(({ kind }) => kind === 'MAX_DRAWDOWN')
const cash = (trader: Trader) =>
  world.parts.rpc.balances(trader.user.wallet).then(({ tokens }) => tokens.get(USDC) ?? 0n)
const withdraw = async (trader: Trader, usd: number) => {
  const before = await cash(trader)
  const { wallet: from } = trader.user
  const amountRaw = `${usd}000000`
  await world.control('POST', '/transfer', { from, to: world.user.wallet, mint: USDC, amountRaw })
  await world.until('it is gone', async () => (await cash(trader)) < before)
}
const deposit = async (trader: Trader, usdc: number) => {
  const before = await cash(trader)
  await world.control('POST', '/airdrop', { wallet: trader.user.wallet, usdc })
  await world.until('it has come', async () => (await cash(trader)) > before)
}
const openJup = async (trader: Trader, amountUsd: number) => {
  const { orderId } = await trader.placeBuy({ token: 'JUP', amountUsd, stopLossPct: 90, takeProfitPct: 900 })
  expect((await world.finished(orderId)).status).toBe('FILLED')
}

it('a withdrawal is neither a loss of the day nor a fall of the account', async () => {
  const trader = await world.newTrader()
  await openJup(trader, 1_000)
  await nextMinute(trader)
  const before = await portfolio(trader)
  await withdraw(trader, 8_900)
  await nextMinute(trader)
  const after = await portfolio(trader)
  expect(Number(after.equityUsd)).toBeLessThan(Number(before.equityUsd) - 8_000)
  expect(decimal(after.dailyPnlUsd).minus(before.dailyPnlUsd).abs().lt(5)).toBe(true)
  expect(await drawdownLocks(trader)).toEqual([])
})

it('a deposit hides neither the loss of the day nor the fall', async () => {
  const trader = await world.newTrader()
  await openJup(trader, 5_000)
  await nextMinute(trader)
  await world.price('JUP', { changePct: -45 })
  await world.until('the loss shows', async () => Number((await portfolio(trader)).dailyPnlUsd) < -2_000)
  const lost = await portfolio(trader)
  await deposit(trader, 50_000)
  await nextMinute(trader)
  const after = await portfolio(trader)
  expect(Number(after.equityUsd)).toBeGreaterThan(50_000)
  expect(decimal(after.dailyPnlUsd).minus(lost.dailyPnlUsd).abs().lt(50)).toBe(true)
  const [lock] = await drawdownLocks(trader)
  expect(lock?.reason).toMatch(/^The account has fallen (1[5-9]|2\d)\.\d % from its peak/)
  const denied = await trader.placeBuy({ token: 'WIF', amountUsd: 10 })
  // The day's loss of more than $1000 forbids it too; the lock is told first.
  expect((await world.order(denied.orderId)).denial).toMatchObject({ code: 'risk.locked' })
})
