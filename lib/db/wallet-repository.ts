import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { users, wallets, walletSecrets } from '@/drizzle/schema'
import type { Executor } from './client'
import { grouped } from './grouped'
import { oneOfIds } from './one-of-ids'
import { oneOfUsers } from './one-of-users'

export type WalletRow = typeof wallets.$inferSelect

/** At most one a user. */
export const tradingWallets = async (db: Executor, userIds: readonly number[]): Promise<WalletRow[]> =>
  db
    .select()
    .from(wallets)
    .where(and(oneOfUsers(wallets.userId, userIds), eq(wallets.kind, 'TRADING')))

export const tradingWallet = async (db: Executor, userId: number): Promise<WalletRow | null> =>
  (await tradingWallets(db, [userId]))[0] ?? null

export const walletById = async (db: Executor, id: string): Promise<WalletRow | null> =>
  (await db.select().from(wallets).where(eq(wallets.id, id)))[0] ?? null

export const walletsById = async (db: Executor, ids: readonly string[]): Promise<WalletRow[]> =>
  ids.length === 0
    ? []
    : db
        .select()
        .from(wallets)
        .where(inArray(wallets.id, [...ids]))

/** A connected wallet of the user, by its address. */
export const connectedWallet = async (
  db: Executor,
  userId: number,
  address: string,
): Promise<WalletRow | null> =>
  (await linkedWallets(db, userId)).find((row) => row.kind === 'CONNECTED' && row.address === address) ?? null

export const walletByAddress = async (db: Executor, address: string): Promise<WalletRow | null> =>
  (await db.select().from(wallets).where(eq(wallets.address, address)))[0] ?? null

/** False: the address is known already. */
export const insertConnectedWallet = async (
  tx: Executor,
  row: { id: string; userId: number; address: string; createdAt: Date },
): Promise<boolean> =>
  (
    await tx
      .insert(wallets)
      .values({ ...row, kind: 'CONNECTED' })
      .onConflictDoNothing()
      .returning({ id: wallets.id })
  ).length === 1

export const setUnlinked = async (tx: Executor, id: string, unlinkedAt: Date | null): Promise<void> => {
  await tx
    .update(wallets)
    .set({ unlinkedAt })
    .where(and(eq(wallets.id, id), eq(wallets.kind, 'CONNECTED')))
}

/** The trading wallet first, then the connected ones the user has not taken back. */
export const linkedWallets = async (db: Executor, userId: number): Promise<WalletRow[]> =>
  db
    .select()
    .from(wallets)
    .where(and(eq(wallets.userId, userId), isNull(wallets.unlinkedAt)))
    .orderBy(sql`${wallets.kind} <> 'TRADING'`, asc(wallets.createdAt))

/** The sealed key of a wallet with what it is bound to; null when the vault has none. */
export const sealedSecretOf = grouped(async (db, walletIds: readonly string[]) => {
  const rows = await db
    .select({
      walletId: wallets.id,
      userId: wallets.userId,
      address: wallets.address,
      masterKeyId: walletSecrets.masterKeyId,
      wrappedDataKey: walletSecrets.wrappedDataKey,
      sealedSecret: walletSecrets.sealedSecret,
    })
    .from(walletSecrets)
    .innerJoin(wallets, eq(wallets.id, walletSecrets.walletId))
    .where(oneOfIds(walletSecrets.walletId, walletIds))
  const byWallet = new Map(rows.map(({ walletId, ...secret }) => [walletId, secret]))
  return walletIds.map((id) => byWallet.get(id) ?? null)
})

/** One entry decision per user at a time: everything that reserves exposure takes this first. */
export const lockUser = async (tx: Executor, userId: number): Promise<void> => {
  await tx.execute(sql`select 1 from ${users} where ${users.id} = ${userId} for no key update`)
}
