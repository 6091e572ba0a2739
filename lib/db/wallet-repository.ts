import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { users, wallets, walletSecrets } from '@/drizzle/schema'
import type { Executor } from './client'

export type WalletRow = typeof wallets.$inferSelect

export const tradingWallet = async (db: Executor, userId: number): Promise<WalletRow | null> =>
  (
    await db
      .select()
      .from(wallets)
      .where(and(eq(wallets.userId, userId), eq(wallets.kind, 'TRADING')))
  )[0] ?? null

export const walletById = async (db: Executor, id: string): Promise<WalletRow | null> =>
  (await db.select().from(wallets).where(eq(wallets.id, id)))[0] ?? null

/** The trading wallet first, then the connected ones the user has not taken back. */
export const linkedWallets = async (db: Executor, userId: number): Promise<WalletRow[]> =>
  db
    .select()
    .from(wallets)
    .where(and(eq(wallets.userId, userId), isNull(wallets.unlinkedAt)))
    .orderBy(sql`${wallets.kind} <> 'TRADING'`, asc(wallets.createdAt))

/** The sealed key of a wallet with what it is bound to; null when the vault has none. */
export const sealedSecretOf = async (db: Executor, walletId: string) =>
  (
    await db
      .select({
        userId: wallets.userId,
        address: wallets.address,
        masterKeyId: walletSecrets.masterKeyId,
        wrappedDataKey: walletSecrets.wrappedDataKey,
        sealedSecret: walletSecrets.sealedSecret,
      })
      .from(walletSecrets)
      .innerJoin(wallets, eq(wallets.id, walletSecrets.walletId))
      .where(eq(walletSecrets.walletId, walletId))
  )[0] ?? null

/** One entry decision per user at a time: everything that reserves exposure takes this first. */
export const lockUser = async (tx: Executor, userId: number): Promise<void> => {
  await tx.execute(sql`select 1 from ${users} where ${users.id} = ${userId} for no key update`)
}
