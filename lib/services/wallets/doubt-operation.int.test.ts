import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { walletOperations } from '@/drizzle/schema'
import { type NewAttempt, settleAttempt, storeAttempt } from '@/lib/db/attempt-repository'
import { insertTrade } from '@/lib/db/position-repository'
import { findOperation, type NewOperation } from '@/lib/db/wallet-operation-repository'
import { walletById } from '@/lib/db/wallet-repository'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { TOKEN_ACCOUNT_RENT_LAMPORTS } from '@/lib/domain/wallets/transfer-cost'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { judgeOperationDeath } from './doubt-operation'
import {
  AMOUNT,
  BEFORE,
  GONE,
  type Holding,
  insertTransfer,
  MINUTE_MS,
  NODES,
  openNodes,
} from './doubted-transfer.fixture'

let store: Store
let nodes: ReturnType<typeof openNodes>
beforeAll(async () => {
  store = await openStore()
  nodes = openNodes(store)
})
afterEach(async () => {
  await store.clear()
  await store.db.execute('truncate wallet_operations, alerts')
})
afterAll(() => store.close())

const operation = (change: Partial<NewOperation> = {}) => insertTransfer(store, change)

const judge = async (id: string, holdings: Holding[], { witnesses = NODES.slice(0, 2), ...more } = {}) => {
  const row = (await findOperation(store.db, id))!
  const payer = (await walletById(store.db, row.walletId))!
  return judgeOperationDeath(nodes.depsFor({ holdings, ...(more as object) }), row, payer, witnesses)
}
const later = (minutes: number) => ({ afterMs: minutes * MINUTE_MS }) as object

const attemptOf = (orderId: string, change: Partial<NewAttempt> = {}): NewAttempt => ({
  ...{ id: randomUUID(), orderId, venue: 'jupiter', status: 'SENT', signature: randomUUID() },
  ...{ transaction: new Uint8Array([1]), blockhash: 'hash', lastValidBlockHeight: 100n },
  ...{ inputRaw: 50n, quotedOutRaw: 600n, minOutRaw: 590n, slippageBps: 50, venueReference: null },
  ...{ quote: {}, signedAt: new Date() },
  ...change,
})

const trade = async (side: 'BUY' | 'SELL', change: Partial<Parameters<typeof insertTrade>[1]> = {}) => {
  const positionId = await store.position()
  const orderId = await store.order({
    ...{ side, status: 'FILLED', positionId, exitSeq: side === 'SELL' ? 1 : null },
  })
  await insertTrade(store.db, {
    ...{ id: randomUUID(), orderId, positionId, side, signature: randomUUID(), slot: 200n, tokenRaw: 30n },
    ...{ quoteRaw: 700n, feeLamports: 9_000n, priceUsd: '1', venue: 'jupiter', executedAt: new Date() },
    ...change,
  })
}

const sellOut = async (change: Partial<NewAttempt> = {}) => {
  const positionId = await store.position({ status: 'CLOSING', exitSeq: 1 })
  const orderId = await store.order({ side: 'SELL', positionId, exitSeq: 1 })
  return store.db.transaction((tx) => storeAttempt(tx, attemptOf(orderId, change)))
}

describe('the death of a transfer', () => {
  it('is certain where the books explain what its wallet holds', async () => {
    const id = await operation()
    expect(await judge(id, [BEFORE, BEFORE])).toBe('certain')
    expect(nodes.asked).toEqual(
      NODES.slice(0, 2).map((node) => [node, expect.any(String), USDC_MINT, 'other']),
    )
    expect(await findOperation(store.db, id)).toMatchObject({ doubtedAt: null, detail: 'Sent.' })
  })

  it('is doubtful while one node lacks its amount; the first doubt is stored and told once', async () => {
    const id = await operation({ status: 'SENT' })
    expect(await judge(id, [BEFORE, GONE])).toBe('doubtful')
    expect(nodes.told).toMatchObject([{ name: 'transfer', userId: store.userId }])
    const first = (await findOperation(store.db, id))!
    expect(first).toMatchObject({ status: 'UNKNOWN', detail: expect.stringContaining('Do not ask again') })
    expect(await judge(id, [GONE, GONE], later(4))).toBe('doubtful')
    expect(nodes.told).toEqual([])
    expect((await findOperation(store.db, id))!.doubtedAt).toEqual(first.doubtedAt)
    expect(await judge(id, [GONE, GONE], later(6))).toBe('unclear')
  })

  it('is doubtful where too few tell, and says what it waits for', async () => {
    const id = await operation()
    expect(await judge(id, [BEFORE, new Error('busy')])).toBe('doubtful')
    const first = (await findOperation(store.db, id))!
    expect(first.detail).toContain('not known what your wallet held')
    expect(await judge(id, [GONE, GONE], later(4))).toBe('doubtful')
    const second = (await findOperation(store.db, id))!
    expect(second.detail).toContain('looks as if it had landed')
    expect(second.doubtedAt).toEqual(first.doubtedAt)
    const witnesses = NODES.slice(0, 3)
    const other = await operation()
    expect(await judge(other, [BEFORE, 'silent', BEFORE], { witnesses })).toBe('certain')
    expect(await judge(other, [BEFORE, BEFORE, BEFORE, GONE], { witnesses: NODES })).toBe('certain')
    expect(nodes.asked).toHaveLength(3)
  })

  it('does not forget that its amount was gone, whatever comes in later or falls silent', async () => {
    const id = await operation()
    const witnesses = NODES.slice(0, 3)
    expect(await judge(id, [GONE, BEFORE, BEFORE], { witnesses })).toBe('doubtful')
    expect(await judge(id, ['silent', BEFORE, BEFORE], { witnesses })).toBe('doubtful')
    expect(await judge(id, [BEFORE, BEFORE], later(4))).toBe('doubtful')
    await trade('BUY', { quoteRaw: AMOUNT })
    expect(await judge(id, [GONE, GONE], later(4))).toBe('certain')
  })

  it('is not certain beside what was ended by the nodes’ word and may have brought as much', async () => {
    const id = await operation()
    const sell = await sellOut({ quotedOutRaw: AMOUNT })
    const unclear = { status: 'EXPIRED', slot: null, feeLamports: null, error: 'unclear' } as const
    await settleAttempt(store.db, sell!.id, unclear, new Date())
    expect(await judge(id, [BEFORE, BEFORE])).toBe('doubtful')
  })

  it('is not certain beside an unclear deposit, one that its wallet may send itself, or what left outside', async () => {
    const { address } = (await walletById(store.db, store.trading))!
    const deposit = { kind: 'DEPOSIT', walletId: store.connected, destination: address } as const
    const arriving: Partial<NewOperation>[] = [
      { status: 'EXPIRED', doubtedAt: new Date() },
      { status: 'AWAITING_SIGNATURE', signature: null },
    ]
    for (const change of arriving) {
      const other = await operation({ ...deposit, ...change })
      const id = await operation()
      expect(await judge(id, [BEFORE, BEFORE])).toBe('doubtful')
      await store.db.delete(walletOperations).where(eq(walletOperations.id, other))
      expect(await judge(id, [BEFORE, BEFORE])).toBe('certain')
    }
    const id = await operation()
    await operation({ ...deposit, status: 'EXPIRED', doubtedAt: null })
    const old = new Date(Date.now() - 20 * MINUTE_MS)
    await operation({ ...deposit, status: 'EXPIRED', doubtedAt: old, createdAt: old })
    expect(await judge(id, [BEFORE, BEFORE])).toBe('certain')
    await trade('SELL', { venue: 'external', quoteRaw: AMOUNT })
    expect(await judge(id, [BEFORE, BEFORE])).toBe('doubtful')
  })

  it('of one that was signed before this was looked at is doubtful', async () => {
    const id = await operation({ heldBeforeRaw: null, heldBeforeSlot: null })
    expect(await judge(id, [BEFORE, BEFORE])).toBe('doubtful')
    expect(await judge(id, [BEFORE, BEFORE], later(6))).toBe('unclear')
  })

  it('leaves one alone that another run has ended', async () => {
    const id = await operation({ status: 'CONFIRMED', slot: 200n })
    expect(await judge(id, [GONE, GONE])).toBe('certain')
    expect(await findOperation(store.db, id)).toMatchObject({ status: 'CONFIRMED', doubtedAt: null })
  })

  it('knows what trades have brought and taken since, not what left by itself', async () => {
    const id = await operation()
    await trade('BUY', { slot: 100n })
    await trade('SELL', { venue: 'external', quoteRaw: 400n })
    await trade('BUY', { quoteRaw: 400n })
    await trade('SELL')
    expect(await judge(id, [5_300n, 5_300n])).toBe('certain')
    expect(await judge(id, [5_000n, 5_000n])).toBe('doubtful')
    const token = await operation({ mint: store.mint })
    await trade('SELL', { tokenRaw: 10n })
    expect(await judge(token, [BEFORE - 10n, BEFORE - 10n])).toBe('certain')
    expect(await judge(token, [BEFORE, BEFORE])).toBe('doubtful')
  })

  it('knows what fees and other transfers took and brought', async () => {
    const sol = await operation({ mint: null, amountRaw: 10_000n })
    await trade('SELL')
    const failed = await sellOut()
    const fee = { status: 'FAILED' as const, slot: 210n, feeLamports: 3_000n, error: 'slippage' }
    await settleAttempt(store.db, failed!.id, fee, new Date())
    const landed = { status: 'CONFIRMED', slot: 220n, feeLamports: 500n } as const
    await operation({ ...landed, mint: null })
    await operation({ ...landed, mint: USDC_MINT })
    await operation({ ...landed, mint: null, status: 'FAILED' })
    await operation({ ...landed, mint: null, kind: 'RECLAIM', amountRaw: 200n })
    const { address } = (await walletById(store.db, store.trading))!
    const arriving = { walletId: store.connected, destination: address, kind: 'DEPOSIT' } as const
    await operation({ ...landed, ...arriving, mint: null, amountRaw: 70n })
    await operation({ ...landed, mint: null, slot: 99n })
    const now = BEFORE - 9_000n - 3_000n - 1_000n - 4n * 500n + 200n + 70n
    expect(await judge(sol, [now, now])).toBe('certain')
    expect(await judge(sol, [now + 100n, now])).toBe('doubtful')
    const usdc = await operation()
    expect(await judge(usdc, [BEFORE - AMOUNT + 700n, BEFORE - AMOUNT + 700n])).toBe('certain')
  })

  it('waits for what is out and may hide it', async () => {
    const id = await operation()
    await sellOut({ quotedOutRaw: 499n })
    expect(await judge(id, [BEFORE, BEFORE])).toBe('certain')
    await sellOut({ quotedOutRaw: 1n })
    expect(await judge(id, [BEFORE, BEFORE])).toBe('doubtful')
    expect((await findOperation(store.db, id))!.detail).toContain('something else moves')
    const sol = await operation({ mint: null, amountRaw: 4n * TOKEN_ACCOUNT_RENT_LAMPORTS + 1n })
    expect(await judge(sol, [BEFORE, BEFORE])).toBe('certain')
    const small = await operation({ mint: null, amountRaw: 4n * TOKEN_ACCOUNT_RENT_LAMPORTS })
    expect(await judge(small, [BEFORE, BEFORE])).toBe('doubtful')
  })

  it('of a deposit is seen at the trading wallet, beside what leaves that', async () => {
    const { address } = (await walletById(store.db, store.trading))!
    const id = await operation({ kind: 'DEPOSIT', walletId: store.connected, destination: address })
    expect(await judge(id, [BEFORE, BEFORE])).toBe('certain')
    expect(nodes.asked[0]![1]).toBe(address)
    expect(await judge(id, [BEFORE + AMOUNT, BEFORE + AMOUNT])).toBe('doubtful')
    const withdrawal = await operation({ amountRaw: AMOUNT / 2n })
    expect(await judge(id, [BEFORE, BEFORE])).toBe('doubtful')
    expect(await judge(withdrawal, [BEFORE, BEFORE])).toBe('doubtful')
  })

  it('of a closed account is seen by its rent', async () => {
    const id = await operation({ kind: 'RECLAIM', mint: null, amountRaw: 2_039_280n })
    expect(await judge(id, [BEFORE, BEFORE])).toBe('certain')
    expect(await judge(id, [BEFORE + 2_030_000n, BEFORE + 2_030_000n])).toBe('doubtful')
  })
})
