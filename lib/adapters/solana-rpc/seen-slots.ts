/** Wallets remembered; one that was not read for so many others is forgotten. */
const MOST = 10_000

/** The newest slot in which anything of a wallet was read: what is read next must not be older (F07). */
export const createSeenSlots = () => {
  const seen = new Map<string, bigint>()
  return {
    floor: (wallet: string): bigint => seen.get(wallet) ?? 0n,
    note: (wallet: string, slot: bigint): void => {
      const known = seen.get(wallet) ?? 0n
      seen.delete(wallet)
      seen.set(wallet, slot > known ? slot : known)
      if (seen.size <= MOST) return
      const [oldest] = seen.keys()
      seen.delete(oldest!)
    },
  }
}
