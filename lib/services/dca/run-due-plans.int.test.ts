import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dcaPlans } from '@/drizzle/schema'
import { insertDcaPlan, lockDcaPlan } from '@/lib/db/dca-repository'
import { moveOrder } from '@/lib/db/order-repository'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { changeDcaPlan } from './change-dca-plan'
import { runDuePlans } from './run-due-plans'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const plan = async (positionId: string | null = null) => {
  const id = randomUUID()
  const at = new Date()
  await insertDcaPlan(store.db, {
    id,
    userId: store.userId,
    tokenMint: store.mint,
    positionId,
    status: 'ACTIVE',
    amountUsd: '20',
    everyMinutes: 60,
    count: 3,
    nextAt: at,
    exitPlan: {},
    actor: store.ctx.actor,
    createdAt: at,
    updatedAt: at,
  })
  return id
}
/** `meanwhile` happens while the purchase is looked into, before it is stored. */
const run = (meanwhile: () => Promise<unknown> = async () => {}) =>
  runDuePlans({
    db: store.db,
    chain: {
      balances: async () => ({
        lamports: 10n ** 10n,
        tokens: new Map([[USDC_MINT, 10n ** 10n]]),
        frozen: new Set(),
        slot: 1n,
      }),
    },
    readMarket: async () => new Map(),
    readReturns: async () => new Map(),
    resolveToken: async (mint) => ({ mint, symbol: 'TEST' }),
    assessSafety: async () => {
      await meanwhile()
      return { denial: null, checks: [], liquidityUsd: null }
    },
    enqueue: async () => {},
    random: () => 0.5,
    onEnqueueFailed: () => {},
    live: { publish: () => {} },
    logger: { warn: () => {} },
    now: () => new Date(),
    newId: randomUUID,
  })
const purchases = async (id: string) =>
  (await store.orderRows()).filter((order) => order.dcaPlanId === id).map(({ status }) => status)

it('buys what is due, once', async () => {
  const id = await plan()
  await Promise.all([run(), run()])
  expect(await purchases(id)).toEqual(['RECEIVED'])
})

it.each(['cancel', 'pause'] as const)('buys nothing more once the plan is stopped: %s', async (what) => {
  const id = await plan()
  await run(() => changeDcaPlan({ db: store.db }, store.ctx, id, what))
  expect(await purchases(id)).toEqual([])
})

it('buys nothing into a position that is being sold in slices, and goes on once that is over', async () => {
  const positionId = await store.position()
  const sale = await store.order({ side: 'SELL', algorithm: 'TWAP', positionId })
  const id = await plan(positionId)
  await run()
  expect(await purchases(id)).toEqual([])
  expect(await lockDcaPlan(store.db, id)).toMatchObject({
    done: 1,
    lastNote: 'Purchase 1: Its position is being sold in slices.',
  })
  await moveOrder(store.db, sale, ['WORKING'], 'CANCELLED', new Date())
  await store.db.update(dcaPlans).set({ nextAt: new Date() }).where(eq(dcaPlans.id, id))
  await run()
  expect(await purchases(id)).toEqual(['RECEIVED'])
})
