import { AddressLookupTableAccount } from '@solana/web3.js'
import type { DecodedTransaction } from '@/lib/domain/execution/decoded-transaction'
import type { AccountReader } from '@/lib/ports/account-stream'
import { UndecodableTransactionError } from '../wire/wire-reader'
import { readTransaction, type WireTransaction } from '../wire/wire-transaction'

const LOOKUP_TABLE_PROGRAM = 'AddressLookupTab1e1111111111111111111111111'

/** Wire bytes (legacy or version 0) with every account as an address; reads lookup tables when there are any. */
export const decodeTransaction = async (
  wire: Uint8Array,
  reader: AccountReader,
): Promise<DecodedTransaction> => {
  const transaction = readTransaction(wire)
  const addresses = [...transaction.addresses, ...(await lookedUp(transaction, reader))]
  const addressAt = (place: number): string => {
    const address = addresses[place]
    if (address === undefined)
      throw new UndecodableTransactionError(`The transaction names account ${place}, which it does not have`)
    return address
  }
  return {
    feePayer: addressAt(0),
    signers: addresses.slice(0, transaction.signers),
    blockhash: transaction.blockhash,
    instructions: transaction.instructions.map(({ program, accounts, data }) => ({
      programId: addressAt(program),
      accounts: accounts.map(addressAt),
      data,
    })),
  }
}

/** All writable ones of all tables come before the others. */
const lookedUp = async ({ lookups }: WireTransaction, reader: AccountReader): Promise<string[]> => {
  if (lookups.length === 0) return []
  const accounts = await reader.accounts(lookups.map(({ table }) => table))
  const tables = lookups.map((lookup) => {
    const account = accounts.get(lookup.table)
    if (account?.owner !== LOOKUP_TABLE_PROGRAM)
      throw new UndecodableTransactionError(`The address lookup table ${lookup.table} is not on chain`)
    const { addresses } = AddressLookupTableAccount.deserialize(account.data)
    const addressAt = (place: number): string => {
      const address = addresses[place]
      if (!address)
        throw new UndecodableTransactionError(
          `The address lookup table ${lookup.table} has no entry ${place}`,
        )
      return address.toBase58()
    }
    return { writable: lookup.writable.map(addressAt), readonly: lookup.readonly.map(addressAt) }
  })
  return [...tables.flatMap(({ writable }) => writable), ...tables.flatMap(({ readonly }) => readonly)]
}
