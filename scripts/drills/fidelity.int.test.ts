import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orders, paperFills } from '@/drizzle/schema'
import { getFidelity } from '@/lib/services/fidelity/get-fidelity'
import { openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'
import { patient } from './until'

describe('real fills beside their paper fills', () => {
  let world: TradingWorld
  beforeAll(async () => {
    world = await openTradingWorld({ slotMs: 400 })
    await world.startTrading()
  })
  afterAll(() => world.close())

  const fidelity = (userId: number) =>
    getFidelity(
      { db: world.db },
      {
        actor: { kind: 'user', id: String(userId) },
        ...{ userId, now: () => new Date(), newId: randomUUID },
      },
    )

  it(
    'pairs buys and sells, shows their bias, and keeps it to their owner',
    { timeout: patient(120_000) },
    async () => {
      const paired = () =>
        world.db
          .select({ side: paperFills.side, quoted: paperFills.quotedOutRaw, out: paperFills.simulatedOutRaw })
          .from(paperFills)
          .innerJoin(orders, eq(orders.id, paperFills.orderId))
      const sides = async () => new Set((await paired()).map(({ side }) => side))
      // No trade waits for its pair: on a busy machine one is missed now and then, and had at the next trade.
      for (let round = 0; round < 4 && (await sides()).size < 2; round += 1) {
        const { position } = await openBonk(world)
        await world.finished((await world.placeSell(position.id)).orderId)
        await world.until('both are paired', async () => (await sides()).size === 2, 3_000).catch(() => {})
      }
      expect(await sides()).toEqual(new Set(['BUY', 'SELL']))
      const pairs = await paired()
      // Nothing but the pool's own settling happened between quote and simulation: within a tenth of a percent.
      for (const { quoted, out } of pairs) {
        const gap = out! > quoted ? out! - quoted : quoted - out!
        expect(gap * 1_000n).toBeLessThan(quoted)
      }
      const mine = await fidelity(world.user.userId)
      expect(mine).toMatchObject({ onlySimulated: 0, onlyReal: 0 })
      expect(mine.pairs).toBeGreaterThan(0)
      expect(Math.abs(Number(mine.meanBps))).toBeLessThan(20)
      expect(await fidelity((await world.newTrader()).user.userId)).toMatchObject({ pairs: 0, meanBps: null })
    },
  )
})
