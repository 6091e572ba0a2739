import { wallets, walletSecrets } from '@/drizzle/schema'
import type { Executor } from './client'

export type SealedWallet = {
  address: string
  masterKeyId: string
  wrappedDataKey: Uint8Array
  sealedSecret: Uint8Array
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
