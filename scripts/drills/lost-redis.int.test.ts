import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'
import { patient } from './until'

const POSITIONS = 10

describe('F31: Redis is emptied', () => {
  let world: TradingWorld
  let redis: Redis
  beforeAll(async () => {
    // A blockhash lives 150 slots. Ten buys at once on a slow machine need more than the 7.5 s that 50 ms would give.
    world = await openTradingWorld({ slotMs: 100 })
    redis = new Redis(world.environment.REDIS_URL!)
    await world.startTrading()
  })
  afterAll(async () => {
    redis.disconnect()
    await world.close()
  })

  it(
    'F31: ten positions are guarded again within 10 s, and an order whose job is gone is executed',
    { timeout: patient(150_000) },
    async () => {
      // Four stops would lock the entry out before the sweep finds it.
      await storeRiskLimits(world.db, world.user.userId, {
        protections: { STOPLOSS_GUARD: false },
        updatedAt: new Date(),
      })
      const placed = await Promise.all(
        Array.from({ length: POSITIONS }, () => world.placeBuy({ token: 'BONK', amountUsd: 20 })),
      )
      for (const { orderId } of placed) expect((await world.finished(orderId, 60_000)).status).toBe('FILLED')

      await redis.flushdb()
      const { orderId } = await world.placeBuy({ token: 'WIF', amountUsd: 20 })
      await redis.flushdb()
      await world.price('BONK', { changePct: -20 })
      const bonk = async () => (await world.positions()).filter(({ token }) => token.symbol === 'BONK')
      await world.until(
        'every stop has fired',
        async () => (await bonk()).every(({ status }) => status !== 'OPEN'),
        10_000,
      )
      await world.until(
        'all ten are sold',
        async () => (await bonk()).every(({ status }) => status === 'STOPPED_OUT'),
        60_000,
      )
      expect((await world.finished(orderId, 60_000)).status).toBe('FILLED')
      for (const { id } of await world.positions()) await booksMatchLedger(world, id)
      await holdingsMatchPositions(world)
    },
  )
})
