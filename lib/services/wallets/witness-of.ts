import type { HeldAsset } from '@/lib/db/wallet-moves-repository'
import { type OperationRow } from '@/lib/db/wallet-operation-repository'
import { walletByAddress, type WalletRow } from '@/lib/db/wallet-repository'
import type { Executor } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { ChainReader } from '@/lib/ports/chain'

type Operation = Pick<OperationRow, 'kind' | 'mint' | 'amountRaw' | 'destination'>

/** What a transfer would change of what its witness holds; below zero when it leaves. */
export const changeOf = ({ kind, amountRaw }: Operation): bigint =>
  kind === 'WITHDRAWAL' ? -amountRaw : amountRaw

/** The wallet that shows whether a transfer has landed: the one whose transactions we know. */
export const witnessOf = async (
  db: Executor,
  { kind, mint, destination }: Operation,
  payer: WalletRow,
): Promise<HeldAsset> => {
  const wallet = kind === 'DEPOSIT' ? await walletByAddress(db, destination) : payer
  if (!wallet) throw new AppError('not_found', `There is no wallet ${destination} any more.`)
  return { walletId: wallet.id, address: wallet.address, mint }
}

/** Kept with the bytes before they are sent: what the witness holds without them. */
export const heldBefore = async (
  chain: Pick<ChainReader, 'holding'>,
  { address, mint }: HeldAsset,
): Promise<{ heldBeforeRaw: bigint; heldBeforeSlot: bigint }> => {
  const { amountRaw, slot } = await chain.holding(address, mint)
  return { heldBeforeRaw: amountRaw, heldBeforeSlot: slot }
}
