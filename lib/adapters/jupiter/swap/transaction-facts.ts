import bs58 from 'bs58'
import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'
import { AppError } from '@/lib/errors'
import { readTransaction, type WireTransaction } from '../../wire/wire-transaction'
import { unusableAnswer } from '../errors'

/**
 * The blockhash out of the very bytes, with the expiry from the same answer (F03). Throws when another account pays:
 * then its signature, not the wallet's, would name the transaction, and nobody could prove what became of it.
 */
export const expiryOf = (
  transaction: Uint8Array,
  wallet: string,
  lastValidBlockHeight: bigint,
): BlockhashWithExpiry => {
  const { addresses, blockhash } = read(transaction)
  if (addresses[0] !== wallet) throw paidByAnother()
  return { blockhash, lastValidBlockHeight }
}

export const signatureOf = (signed: Uint8Array): string => bs58.encode(read(signed).signatures[0]!)

export const paidByAnother = (): AppError =>
  new AppError(
    'venue.unavailable',
    'Jupiter offered a transaction that another account pays for. JARVIS only signs what its own wallet pays, so that every outcome can be proven.',
  )

const read = (bytes: Uint8Array): WireTransaction => {
  try {
    return readTransaction(bytes)
  } catch (cause) {
    throw unusableAnswer('gave a transaction that cannot be read', cause)
  }
}
