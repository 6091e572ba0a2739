import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

describe('F19: database connections that are cut in the middle', () => {
  let world: TradingWorld
  let admin: postgres.Sql
  beforeAll(async () => {
    world = await openTradingWorld()
    admin = postgres(world.environment.DATABASE_URL!, { max: 1, onnotice: () => {} })
  })
  afterAll(async () => {
    await world.close()
    await admin.end()
  })

  /** Every connection but our own, the one that holds the order locks too. */
  const cutAll = () => admin`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`

  /** A read right after the last cut may still meet a dead connection. */
  const settled = (check: () => Promise<void>) =>
    world.until('the books are right', async () => {
      await check()
      return true
    })

  /** Cuts again and again until `work` is done. */
  const whileCutting = async <T>(times: number, work: () => Promise<T>): Promise<T> => {
    const result = work()
    result.catch(() => {})
    for (let cut = 0; cut < times; cut += 1) {
      await new Promise((resolve) => setTimeout(resolve, 150 + 70 * cut))
      await cutAll()
    }
    return result
  }

  it('every order of two workers ends once, and the books are those of the chain', async () => {
    await world.startTrading()
    await world.startTrading()

    const placed = await Promise.all(
      Array.from({ length: 6 }, () => world.placeBuy({ token: 'BONK', amountUsd: 20 })),
    )
    const bought = await whileCutting(8, () =>
      Promise.all(placed.map(({ orderId }) => world.finished(orderId, 40_000))),
    )

    const filled = bought.filter((order) => order.status === 'FILLED')
    expect(filled.length).toBeGreaterThan(0)
    for (const order of filled) await settled(() => booksMatchLedger(world, order.positionId!))
    await settled(() => holdingsMatchPositions(world))

    await world.price('BONK', { changePct: -20 })
    await whileCutting(8, () =>
      world.until(
        'all are stopped out',
        async () => (await world.positions()).every((position) => position.status === 'STOPPED_OUT'),
        40_000,
      ),
    )
    for (const order of filled) await settled(() => booksMatchLedger(world, order.positionId!))
    await settled(() => holdingsMatchPositions(world))
  })
})
