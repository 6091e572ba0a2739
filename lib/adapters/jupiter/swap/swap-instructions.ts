import type { Instruction } from '@jup-ag/api/dist/index.mjs'
import { AddressLookupTableAccount, PublicKey, TransactionInstruction } from '@solana/web3.js'
import type { AccountReader } from '@/lib/ports/account-stream'
import { MOST_BYTES } from '../../wire/wire-transaction'

/** Of /swap/v1/swap-instructions, whose data is base64. */
export const instructionOf = ({ programId, accounts, data }: Instruction): TransactionInstruction =>
  new TransactionInstruction({
    programId: new PublicKey(programId),
    keys: accounts.map(({ pubkey, isSigner, isWritable }) => ({
      pubkey: new PublicKey(pubkey),
      isSigner,
      isWritable,
    })),
    data: Buffer.from(data, 'base64'),
  })

/** Those that are on chain; without one a transaction is only longer. */
export const readTables = async (
  reader: AccountReader,
  addresses: readonly string[],
): Promise<AddressLookupTableAccount[]> => {
  if (addresses.length === 0) return []
  const accounts = await reader.accounts([...new Set(addresses)])
  return [...accounts].flatMap(([address, account]) => {
    const key = new PublicKey(address)
    return account
      ? [new AddressLookupTableAccount({ key, state: AddressLookupTableAccount.deserialize(account.data) })]
      : []
  })
}

/**
 * Null where they do not fit into a packet. web3.js itself refuses only what overruns its buffers, and that of a whole
 * transaction leaves room for its signatures beside a packet.
 */
export const whereItFits = (compile: () => Uint8Array): Uint8Array | null => {
  try {
    const bytes = compile()
    return bytes.length <= MOST_BYTES ? bytes : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
