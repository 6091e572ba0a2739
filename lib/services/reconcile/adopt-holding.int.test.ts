import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { insertTrade } from '@/lib/db/position-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { adoptHolding } from './adopt-holding'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

/** The wallet holds a third of what the pool does, so that a sale of it brings a quarter less than its price. */
const adopt = (stopLossPct: string, slot = 1_000n) => {
  const pool = {
    address: 'pool',
    kind: 'constant-product' as const,
    baseMint: store.mint,
    quoteMint: USDC_MINT,
    baseDecimals: 0,
    quoteDecimals: 6,
    baseReserve: 3_000n,
    quoteReserve: 3_000_000_000n,
    tradeFeeMillionths: 0n,
  }
  const view = { priceUsd: spotPrice(pool), at: new Date(), pool, quoteUsd: decimal('1') }
  return adoptHolding(
    {
      db: store.db,
      chain: {
        balances: async () => ({
          lamports: 10n ** 9n,
          slot,
          tokens: new Map([[store.mint, 1_000n]]),
          frozen: new Set(),
        }),
      },
      readMarket: async () => new Map([[store.mint, view]]),
      resolveToken: async (mint) => ({ mint, symbol: 'TEST' }),
      live: { publish: () => {} },
    },
    store.ctx,
    { token: store.mint, stopLossPct },
  )
}

it('F07: believes no node that does not know yet what we have sold', async () => {
  const positionId = await store.position({ amountRaw: 0n, status: 'CLOSED', exitSeq: 1 })
  const long = new Date(Date.now() - 60_000)
  const orderId = await store.order({
    ...{ side: 'SELL', status: 'FILLED', positionId, exitSeq: 1, takeProfitPct: null, stopLossPct: null },
    ...{ createdAt: long, updatedAt: long },
  })
  await insertTrade(store.db, {
    ...{ id: randomUUID(), orderId, positionId, side: 'SELL', signature: orderId, slot: 900n },
    ...{ tokenRaw: 100n, quoteRaw: 1n, feeLamports: 0n, priceUsd: '1', venue: 'test', executedAt: long },
  })
  await expect(adopt('30', 899n)).rejects.toMatchObject({ code: 'venue.unavailable', retry: 'retryable' })
})

it('adopts nothing under a stop that would sell it at once', async () => {
  await expect(adopt('10')).rejects.toMatchObject({
    code: 'validation',
    message: expect.stringContaining('stopLossPct') as string,
  })
  expect(await adopt('30')).toMatchObject({ status: 'OPEN', entryPriceUsd: '1', stopLossPct: '30' })
})
