/** Wallets remembered; one that was not read for so many others is forgotten. */
const MOST = 10_000
/** A read may be ahead of what is known to be confirmed by a few slots; 32 are 13 s. */
const MOST_AHEAD = 32n

/**
 * The newest slot in which anything of a wallet was read: what is read next must not be older (F07). One far beyond
 * `tip` is remembered as little more than that, or a single wrong answer would have every node refuse for ever.
 */
export const createSeenSlots = (tip: () => bigint | null) => {
  const seen = new Map<string, bigint>()
  const believed = (slot: bigint): bigint => {
    const known = tip()
    return known !== null && slot > known + MOST_AHEAD ? known + MOST_AHEAD : slot
  }
  return {
    floor: (wallet: string): bigint => seen.get(wallet) ?? 0n,
    note: (wallet: string, told: bigint): void => {
      const [known, slot] = [seen.get(wallet) ?? 0n, believed(told)]
      seen.delete(wallet)
      seen.set(wallet, slot > known ? slot : known)
      if (seen.size <= MOST) return
      const [oldest] = seen.keys()
      seen.delete(oldest!)
    },
  }
}
