/** What claims a wallet's money, all in base units. */
export type WalletClaims = {
  /** Of the asset itself: held by positions, reserved by accepted entries, leaving by other operations. */
  positionsRaw: bigint
  entriesRaw: bigint
  leavingRaw: bigint
}

/** What may leave: the balance less every claim on it, never below zero. */
export const freeRaw = (balanceRaw: bigint, claims: WalletClaims): bigint => {
  const free = balanceRaw - claims.positionsRaw - claims.entriesRaw - claims.leavingRaw
  return free > 0n ? free : 0n
}
