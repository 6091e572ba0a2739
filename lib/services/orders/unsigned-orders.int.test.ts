import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { insertSignatureRequest } from '@/lib/db/signature-request-repository'
import { findOrder } from '@/lib/db/order-repository'
import { markPresent } from '@/lib/db/presence-repository'
import { until } from '@/scripts/drills/until'
import type { ExecutionDeps } from '../execution/execution-deps'
import { renewSignatureRequests } from '../execution/renew-signature-requests'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { flatten } from '../trading-state/flatten'
import { setTradingState } from '../trading-state/set-trading-state'
import { cancelOrder } from './cancel-order'
import { getOrder } from './get-order'
import { orderView } from './order-view'
import { submitSignature } from './submit-signature'

let store: Store
const live = { publish: () => {} }
beforeAll(async () => {
  store = await openStore()
})
afterEach(() => store.clear())
afterAll(() => store.close())

const setState = (state: 'EXITS_ONLY' | 'FLATTENING') =>
  setTradingState({ db: store.db, live }, store.ctx, { scope: 'own', state, reason: 'test' })

/** An order of the connected wallet, built and not signed. */
const unsigned = async (change: Parameters<Store['order']>[0] = {}, ageMs = 0) => {
  const id = await store.order({ walletId: store.connected, status: 'AWAITING_SIGNATURE', ...change })
  await insertSignatureRequest(store.db, {
    id: randomUUID(),
    orderId: id,
    seq: 1,
    venue: 'test',
    transaction: new Uint8Array([1]),
    blockhash: 'hash',
    lastValidBlockHeight: 1n,
    inputRaw: 50n,
    quotedOutRaw: 1n,
    minOutRaw: 1n,
    slippageBps: 100,
    venueReference: null,
    quote: {},
    builtAt: new Date(Date.now() - ageMs),
  })
  return id
}
const submit = (orderId: string) =>
  submitSignature(
    {
      db: store.db,
      readMarket: async () => new Map(),
      signatures: {
        verifyTransaction: (signed) => ({ signed, signature: `signed ${orderId}` }),
        verifyMessage: () => true,
      },
      enqueue: async () => {},
      onEnqueueFailed: () => {},
    },
    store.ctx,
    orderId,
    new Uint8Array([1, 2]),
  )
const closing = (change: Parameters<Store['position']>[0] = {}) =>
  store.position({ walletId: store.connected, status: 'CLOSING', exitSeq: 1, ...change })
const partialSell = (positionId: string, ageMs = 0) =>
  unsigned({ side: 'SELL', positionId, exitSeq: 1, takeProfitPct: null, stopLossPct: null }, ageMs)
const renewing = () => {
  const published: string[] = []
  const deps = {
    ...{ db: store.db, readMarket: async () => new Map(), now: () => new Date(), newId: randomUUID },
    live: { publish: ({ name }: { name: string }) => void published.push(name) },
    chain: { finalizedBlockHeight: async () => 0n },
    logger: { warn: () => {} },
  } as unknown as ExecutionDeps
  return { published, renew: () => renewSignatureRequests(deps) }
}

describe('an order that waits for the signature of a connected wallet', () => {
  it('is not taken signed, if it is an entry, once the state lets no entry go on', async () => {
    const entry = await unsigned()
    await setState('EXITS_ONLY')
    await expect(submit(entry)).rejects.toMatchObject({ code: 'trading.halted' })
    const sell = await partialSell(await closing())
    expect(await submit(sell)).toMatchObject({ status: 'WORKING' })
  })

  it('gives way to the full sale queued behind it when it is declined', async () => {
    const queuedExit = {
      reason: 'STOP_LOSS' as const,
      because: 'It fell.',
      actor: { kind: 'exit-rule', id: 'STOP_LOSS' },
      slippageBps: null,
      at: new Date().toISOString(),
    }
    const position = await closing({ queuedExit })
    const sell = await partialSell(position)
    await cancelOrder({ db: store.db, live }, store.ctx, sell)
    expect(await store.positionRow(position)).toMatchObject({
      status: 'CLOSING',
      exitSeq: 2,
      queuedExit: null,
    })
    const next = (await store.orderRows()).find((order) => order.exitSeq === 2)
    expect(next).toMatchObject({ status: 'RECEIVED', reason: 'STOP_LOSS', inputRaw: 100n })
  })

  it('is built anew at once when everything is to be sold by now', async () => {
    const queuedExit = {
      ...{ reason: 'STOP_LOSS' as const, because: 'It fell.', slippageBps: null },
      ...{ actor: { kind: 'exit-rule', id: 'STOP_LOSS' }, at: new Date().toISOString() },
    }
    const overtaken = await partialSell(await closing({ queuedExit }))
    await partialSell(await closing())
    await unsigned()
    expect(await renewing().renew()).toEqual([overtaken])
    expect((await findOrder(store.db, overtaken))!.status).toBe('WORKING')
  })

  it('is not built for nobody: it waits, told once, until its trader is there', async () => {
    const position = await closing()
    const sell = await partialSell(position, 46_000)
    const { published, renew } = renewing()
    for (let round = 0; round < 3; round++) expect(await renew()).toEqual([])
    await until('it is shown', async () => published.length === 3)
    expect(published).toEqual(['alert', 'order', 'position'])
    const told = await store.db.query.alerts.findMany()
    expect(told).toMatchObject([{ occasion: `unsigned ${sell}`, positionId: position, level: 'warn' }])
    expect(await store.positionRow(position)).toMatchObject({ status: 'CLOSING' })

    const waiting = await orderView(store.db, (await findOrder(store.db, sell))!)
    expect(waiting).toMatchObject({ status: 'AWAITING_SIGNATURE' })
    expect(waiting.signatureRequest).toBeUndefined()
    expect(waiting.timeline.map(({ step }) => step)).toEqual(['signature_lapsed'])
    await expect(submit(sell)).rejects.toMatchObject({ code: 'validation' })

    await getOrder({ db: store.db }, store.ctx, sell)
    expect(await renew()).toEqual([sell])
    expect((await findOrder(store.db, sell))!.status).toBe('WORKING')
  })

  it('signed too late, is built anew for its trader', async () => {
    const sell = await partialSell(await closing(), 46_000)
    const { renew } = renewing()
    expect(await renew()).toEqual([])
    await expect(submit(sell)).rejects.toMatchObject({ code: 'validation' })
    expect(await renew()).toEqual([sell])
  })

  it('is built anew for as long as its trader is there', async () => {
    const sell = await partialSell(await closing(), 46_000)
    await markPresent(store.db, store.userId)
    expect(await renewing().renew()).toEqual([sell])
  })

  it('does not keep the kill switch from the rest of its position', async () => {
    const position = await closing()
    const sell = await partialSell(position)
    await setState('FLATTENING')
    await flatten(
      {
        db: store.db,
        live,
        enqueue: async () => {},
        onEnqueueFailed: () => {},
        now: () => new Date(),
        newId: randomUUID,
        logger: { error: () => {} },
      },
      {
        userId: store.userId,
        state: 'FLATTENING',
        reason: null,
        by: null,
        since: new Date(),
        until: null,
        previous: null,
      },
      () => false,
    )
    expect((await store.positionRow(position)).queuedExit).toMatchObject({ reason: 'KILL_SWITCH' })
    expect((await findOrder(store.db, sell))!.status).toBe('AWAITING_SIGNATURE')
  })
})
