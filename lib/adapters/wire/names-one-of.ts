import { readTransaction } from './wire-transaction'

/** Whether the bytes name one of the accounts. One that comes by a lookup table is not seen; ours never do. */
export const namesOneOf = (signed: Uint8Array, accounts: readonly string[]): boolean =>
  readTransaction(signed).addresses.some((address) => accounts.includes(address))
