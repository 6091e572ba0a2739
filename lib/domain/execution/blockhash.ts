/**
 * A blockhash and the last block height at which it is valid, from one response. They are never
 * mixed: the expiry of another blockhash says nothing about this transaction.
 */
export type BlockhashWithExpiry = {
  readonly blockhash: string
  readonly lastValidBlockHeight: bigint
}

/** A blockhash is valid for 150 blocks after its own. */
const LIFE_BLOCKS = 150n
/** How far the newest block is ahead of the newest finalized one, at most, and how old the height itself may be. */
const AHEAD_BLOCKS = 72n
/** A venue that takes an older blockhash still leaves this much; a nearer end is not believed. */
const LEAST_LEFT_BLOCKS = 60n

/**
 * The expiry that proves a transaction dead must never come too early: two of them could land. What a venue tells is
 * taken where it is plausible beside our own finalized height, which was asked before the transaction was checked;
 * else the latest end that any blockhash of then can have. Too late costs seconds.
 */
export const soundExpiry = (told: BlockhashWithExpiry, finalizedHeight: bigint): BlockhashWithExpiry => {
  const latest = finalizedHeight + AHEAD_BLOCKS + LIFE_BLOCKS
  const end = told.lastValidBlockHeight
  return end >= finalizedHeight + LEAST_LEFT_BLOCKS && end <= latest
    ? told
    : { ...told, lastValidBlockHeight: latest }
}
