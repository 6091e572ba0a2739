import { randomUUID } from 'node:crypto'
import { orders, tokens, users, wallets } from '@/drizzle/schema'
import { openDatabase } from '@/lib/db/client'
import { runMigrations } from '@/lib/db/migrate'
import { insertOrder, type NewOrder } from '@/lib/db/order-repository'
import { findPosition, insertPosition, type NewPosition } from '@/lib/db/position-repository'
import type { walletKinds } from '@/lib/domain/wallets/wallet-kind'
import { createTestDatabase } from '@/scripts/test/test-database'
import type { Context } from '../context'

/** A database with a trader and a token, and nothing that would work on them. */
export const openStore = async () => {
  const database = await createTestDatabase()
  await runMigrations(database.url)
  const handle = openDatabase(database.url, { applicationName: 'test', maxConnections: 4 })
  const { db } = handle
  let statements = 0
  const { unsafe } = handle.sql
  handle.sql.unsafe = (...sent: Parameters<typeof unsafe>) => {
    statements += 1
    return unsafe(...sent)
  }
  const at = new Date()
  const mint = 'So1dToken1111111111111111111111111111111111'
  const [user] = await db.insert(users).values({ displayName: 'Test' }).returning()
  const userId = user!.id
  await db
    .insert(tokens)
    .values({ mint, symbol: 'TEST', name: 'Test', decimals: 0, tokenProgram: 'program', refreshedAt: at })
  const ctx: Context = {
    actor: { kind: 'user', id: String(userId) },
    userId,
    now: () => new Date(),
    newId: randomUUID,
  }
  const walletOf = async (kind: (typeof walletKinds)[number]) => {
    const id = randomUUID()
    await db.insert(wallets).values({ id, userId, kind, address: `${kind} ${id}` })
    return id
  }
  const trading = await walletOf('TRADING')
  return {
    db,
    /** Sent so far outside transactions. */
    statements: () => statements,
    ctx,
    userId,
    mint,
    trading,
    connected: await walletOf('CONNECTED'),
    position: async (change: Partial<NewPosition> = {}) => {
      const id = randomUUID()
      await insertPosition(db, {
        id,
        userId,
        walletId: trading,
        tokenMint: mint,
        status: 'OPEN',
        amountRaw: 100n,
        boughtRaw: 100n,
        costRaw: 100_000_000n,
        feesLamports: 0n,
        feesUsd: '0',
        entryPriceUsd: '1',
        takeProfitPct: '20',
        stopLossPct: '10',
        openedAt: at,
        ...change,
      })
      return id
    },
    order: async (change: Partial<NewOrder> = {}) => {
      const id = randomUUID()
      await insertOrder(db, {
        id,
        userId,
        walletId: trading,
        tokenMint: mint,
        side: 'BUY',
        status: 'WORKING',
        algorithm: 'MARKET',
        inputRaw: 50n,
        takeProfitPct: '20',
        stopLossPct: '10',
        reason: 'MANUAL',
        actor: { kind: 'user', id: String(userId) },
        createdAt: new Date(),
        updatedAt: new Date(),
        ...change,
      })
      return id
    },
    positionRow: async (id: string) => (await findPosition(db, id))!,
    orderRows: () => db.select().from(orders),
    clear: async () => {
      await db.execute('truncate orders, positions, trading_states, trader_presence cascade')
    },
    close: async () => {
      await handle.close()
      await database.drop()
    },
  }
}

export type Store = Awaited<ReturnType<typeof openStore>>
