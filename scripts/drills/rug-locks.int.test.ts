import { eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { locks, tokens } from '@/drizzle/schema'
import { standingLocks } from '@/lib/db/lock-repository'
import { openTradingWorld, type Trader, type TradingWorld } from './trading-world'
import { patient } from './until'

let world: TradingWorld
beforeAll(async () => {
  world = await openTradingWorld({ ownSandbox: true })
  await world.startTrading()
})
afterAll(() => world.close())
// Removed as a person would: what is still trapped does not set them again.
beforeEach(() =>
  world.db
    .update(locks)
    .set({ removedAt: new Date(), removedBy: { kind: 'user' } })
    .where(isNull(locks.userId)),
)

const acknowledge = ['verified', 'transfer-tax', 'freeze-authority']
const buy = async (trader: Pick<Trader, 'placeBuy'>, token: string) => {
  const { orderId } = await trader.placeBuy({
    ...{ token, amountUsd: 20, acknowledge },
    ...{ stopLossPct: 90, takeProfitPct: 500 },
  })
  return world.order(orderId)
}
const hold = async (token: string, beforeItIsHeld: () => Promise<unknown> = async () => {}) => {
  const { id } = await buy(world, token)
  await beforeItIsHeld()
  const order = await world.finished(id)
  expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
  return order.positionId!
}
/** As the token directory tells it. */
const madeBy = (deployer: string, ...symbols: string[]) =>
  Promise.all(
    symbols.map((symbol) => world.db.update(tokens).set({ deployer }).where(eq(tokens.symbol, symbol))),
  )
const rugLock = () =>
  world.until(
    'the rug is locked out',
    async () =>
      (await standingLocks(world.db, world.user.userId, new Date())).find(({ kind }) => kind === 'RUG'),
    40_000,
  )
const known = async (...symbols: string[]) => {
  for (const symbol of symbols) await world.finished((await buy(world, symbol)).id)
}

it(
  'F26 a token that is frozen after the buy keeps everyone out of all of its deployer',
  { timeout: patient(90_000) },
  async () => {
    await known('WIF', 'JUP')
    const held = await hold('FROSTY', () =>
      madeBy('Dep1oyer111111111111111111111111111111111111', 'FROSTY', 'WIF'),
    )
    await world.until('it is trapped', async () => (await world.position(held)).status === 'TRAPPED', 40_000)
    expect(await rugLock()).toMatchObject({
      userId: null,
      mint: null,
      deployer: 'Dep1oyer111111111111111111111111111111111111',
      reason: expect.stringContaining('Tokens of the same deployer are kept out for 7 days.'),
    })
    const other = await world.newTrader()
    for (const trader of [world, other])
      expect((await buy(trader, 'WIF')).denial).toMatchObject({ code: 'risk.locked', extra: { kind: 'RUG' } })
    // Others are not concerned, whether their deployer is known or not.
    await madeBy('Another1111111111111111111111111111111111111', 'JUP')
    for (const token of ['JUP', 'BONK'])
      expect((await world.finished((await buy(world, token)).id)).status).toBe('FILLED')
  },
)

it(
  'F26 liquidity that is pulled locks the token out where nobody knows its deployer',
  { timeout: patient(90_000) },
  async () => {
    const held = await hold('POPCAT')
    await world.until(
      'its pool is priced',
      async () => (await world.position(held)).exitReadiness.level === 'clear',
    )
    const { liquidityUsd } = (
      await world.control<{ symbol: string; liquidityUsd: string }[]>('GET', '/market')
    ).find(({ symbol }) => symbol === 'POPCAT')!
    await world.price('POPCAT', { liquidityUsd: Number(liquidityUsd) / 10 })
    const lock = await rugLock()
    expect(lock).toMatchObject({ deployer: null, mint: (await world.position(held)).token.mint })
    expect(lock.reason).toMatch(
      /^The liquidity of POPCAT was taken out: \d+ % is left\. This token is kept out/,
    )
    expect((await buy(world, 'POPCAT')).denial).toMatchObject({ code: 'risk.locked' })
    // Getting out is never locked.
    const sold = await world.placeSell(held)
    expect((await world.finished(sold.orderId, 40_000)).status).toBe('FILLED')
  },
)
