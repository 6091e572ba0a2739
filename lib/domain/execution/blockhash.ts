/**
 * A blockhash and the last block height at which it is valid, from one response. They are never
 * mixed: the expiry of another blockhash says nothing about this transaction.
 */
export type BlockhashWithExpiry = {
  readonly blockhash: string
  readonly lastValidBlockHeight: bigint
}
