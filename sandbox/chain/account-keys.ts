import { encodeAddress } from './addresses'
import type { AccountKey, ChainAccount } from './chain-types'
import { isStaticKeyWritable, type WireTransaction } from './wire-transaction'

const TABLE_HEADER_BYTES = 56

/** All keys in the order instructions count them, or null when a lookup table is missing or too short. */
export function accountKeysOf(
  transaction: WireTransaction,
  read: (address: string) => ChainAccount | null,
): AccountKey[] | null {
  const keys: AccountKey[] = transaction.staticKeys.map((address, index) => ({
    address,
    signer: index < transaction.header.numRequiredSignatures,
    writable: isStaticKeyWritable(transaction, index),
    source: 'transaction',
  }))
  const loaded = { writable: [] as AccountKey[], readonly: [] as AccountKey[] }
  for (const lookup of transaction.lookups) {
    const data = read(lookup.table)?.data
    for (const kind of ['writable', 'readonly'] as const) {
      for (const index of lookup[kind]) {
        const start = TABLE_HEADER_BYTES + 32 * index
        if (!data || data.length < start + 32) return null
        const address = encodeAddress(data.subarray(start, start + 32))
        loaded[kind].push({ address, signer: false, writable: kind === 'writable', source: 'lookupTable' })
      }
    }
  }
  return [...keys, ...loaded.writable, ...loaded.readonly]
}
