import { AddressLookupTableAccount, PublicKey, VersionedTransaction } from '@solana/web3.js'
import type { DecodedTransaction } from '@/lib/domain/execution/decoded-transaction'
import type { AccountReader } from '@/lib/ports/account-stream'

const LOOKUP_TABLE_PROGRAM = 'AddressLookupTab1e1111111111111111111111111'

/** Thrown for bytes that are no transaction, or whose lookup tables are not on chain. */
export class UndecodableTransactionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UndecodableTransactionError'
  }
}

/** The blockhash inside wire bytes: it alone decides until when they can land. */
export const blockhashOf = (wire: Uint8Array): string => parse(wire).message.recentBlockhash

/** The account that pays and whose signature names the transaction. */
export const feePayerOf = (wire: Uint8Array): string => parse(wire).message.staticAccountKeys[0]!.toBase58()

/** Wire bytes (legacy or version 0) with every account as an address; reads lookup tables when there are any. */
export const decodeTransaction = async (
  wire: Uint8Array,
  reader: AccountReader,
): Promise<DecodedTransaction> => {
  const { message } = parse(wire)
  const tables = await readTables(
    message.addressTableLookups.map(({ accountKey }) => accountKey.toBase58()),
    reader,
  )
  const keys = message.getAccountKeys({ addressLookupTableAccounts: tables })
  const addressAt = (index: number): string => {
    const key = keys.get(index)
    if (!key)
      throw new UndecodableTransactionError(`The transaction names account ${index}, which it does not have`)
    return key.toBase58()
  }
  return {
    feePayer: addressAt(0),
    signers: Array.from({ length: message.header.numRequiredSignatures }, (_, index) => addressAt(index)),
    blockhash: message.recentBlockhash,
    instructions: message.compiledInstructions.map(({ programIdIndex, accountKeyIndexes, data }) => ({
      programId: addressAt(programIdIndex),
      accounts: accountKeyIndexes.map(addressAt),
      data,
    })),
  }
}

const parse = (wire: Uint8Array): VersionedTransaction => {
  try {
    const transaction = VersionedTransaction.deserialize(wire)
    // What is read must be what is signed: no second encoding of the same message, nothing behind it.
    if (!Buffer.from(transaction.serialize()).equals(wire)) throw new Error('the encoding is not canonical')
    return transaction
  } catch (cause) {
    throw new UndecodableTransactionError('These bytes are no Solana transaction', { cause })
  }
}

const readTables = async (
  addresses: string[],
  reader: AccountReader,
): Promise<AddressLookupTableAccount[]> => {
  if (addresses.length === 0) return []
  const accounts = await reader.accounts(addresses)
  return addresses.map((address) => {
    const account = accounts.get(address)
    if (account?.owner !== LOOKUP_TABLE_PROGRAM) {
      throw new UndecodableTransactionError(`The address lookup table ${address} is not on chain`)
    }
    return new AddressLookupTableAccount({
      key: new PublicKey(address),
      state: AddressLookupTableAccount.deserialize(account.data),
    })
  })
}
