import { and, eq } from 'drizzle-orm'
import { wallets, walletSecrets } from '@/drizzle/schema'
import type { Executor } from './client'

export type SealedWallet = {
  address: string
  masterKeyId: string
  wrappedDataKey: Uint8Array
  sealedSecret: Uint8Array
}

export const findTradingWallet = async (
  db: Executor,
  userId: number,
): Promise<{ id: string; address: string } | null> => {
  const [row] = await db
    .select({ id: wallets.id, address: wallets.address })
    .from(wallets)
    .where(and(eq(wallets.userId, userId), eq(wallets.kind, 'TRADING')))
  return row ?? null
}

/** The wallet and its sealed key, together or not at all: give it a transaction. */
export const insertTradingWallet = async (
  db: Executor,
  wallet: SealedWallet & { id: string; userId: number },
): Promise<void> => {
  const { id, userId, address, masterKeyId, wrappedDataKey, sealedSecret } = wallet
  await db.insert(wallets).values({ id, userId, kind: 'TRADING', address })
  await db.insert(walletSecrets).values({ walletId: id, masterKeyId, wrappedDataKey, sealedSecret })
}
