import { afterAll, beforeAll, expect, it } from 'vitest'
import { readinessOf, storeBaseline } from '@/lib/db/exit-readiness-repository'
import type { ReadinessFinding } from '@/lib/domain/exits/exit-readiness'
import type { TokenBaseline } from '@/lib/domain/tokens/token-changes'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { createReadinessRefresh } from './refresh-readiness'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

it('tells what was found while a sale was tried', async () => {
  const id = await store.position()
  await storeBaseline(store.db, id, {} as TokenBaseline)
  let findings: ReadinessFinding[] = []
  const tokens = (usdcRaw: bigint) => ({ lamports: 10n ** 9n, tokens: new Map([[USDC_MINT, usdcRaw]]) })
  const refresh = createReadinessRefresh({
    db: store.db,
    feed: { latest: () => undefined, confirmedAt: () => null },
    sendPaths: () => 2,
    tokenFindings: () => findings,
    markTrapped: () => Promise.reject(new Error('a sale goes through')),
    now: () => new Date(),
    router: {
      routes: async () =>
        ({ ranked: [{ build: async () => ({ transaction: new Uint8Array(1) }) }] }) as never,
    },
    verifySwap: async () => {},
    chain: {
      simulate: async () => {
        findings = [{ check: 'token', level: 'warning', reason: 'Its tax was raised.' }]
        return { error: null, before: tokens(0n), after: tokens(100_000_000n) } as never
      },
    },
  })
  await refresh()
  const row = (await readinessOf(store.db, [id])).get(id)!
  expect(row).toMatchObject({
    level: 'warning',
    reasons: ['No fresh price: exits wait for a live quote.', 'Its tax was raised.'],
  })
})
