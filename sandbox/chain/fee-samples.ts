import type { LandedTransaction } from './chain-types'

const KEPT_SLOTS = 150

type PaidPrice = { price: bigint; writable: string[] }
export type FeeSample = { slot: bigint; paid: PaidPrice[] }

/** Priority fees paid in the newest slots, in micro-lamports per compute unit. */
export class FeeSamples {
  /** Of all accounts, by lookback, since the newest slot was added: every order asks for it. */
  private readonly pricesOfAll = new Map<number, bigint[]>()

  constructor(private samples: FeeSample[] = []) {}

  add(slot: bigint, transactions: LandedTransaction[]): void {
    const paid = transactions.map(({ computeUnitPrice, accountKeys }) => ({
      price: computeUnitPrice,
      writable: accountKeys.filter((key) => key.writable).map((key) => key.address),
    }))
    this.samples.push({ slot, paid })
    if (this.samples.length > KEPT_SLOTS) this.samples.shift()
    this.pricesOfAll.clear()
  }

  /**
   * As validators answer getRecentPrioritizationFees: the least price that got into the slot, or into the most
   * expensive of the named accounts there. With `percentile` (0..1) that percentile instead of the least.
   */
  bySlot(accounts: string[], percentile = 0): { slot: bigint; price: bigint }[] {
    return this.samples.map(({ slot, paid }) => {
      const prices = [
        percentileOf(paid, percentile),
        ...accounts.map((account) =>
          percentileOf(
            paid.filter((entry) => entry.writable.includes(account)),
            percentile,
          ),
        ),
      ]
      return { slot, price: prices.reduce((most, price) => (price > most ? price : most)) }
    })
  }

  /** Every price paid by transactions that locked at least one of `accounts`, ascending; all when none is named. */
  prices(accounts: string[], lookbackSlots: number): readonly bigint[] {
    const known = accounts.length === 0 ? this.pricesOfAll.get(lookbackSlots) : undefined
    if (known) return known
    const wanted = new Set(accounts)
    const prices = this.samples
      .slice(-lookbackSlots)
      .flatMap(({ paid }) => paid)
      .filter(({ writable }) => wanted.size === 0 || writable.some((address) => wanted.has(address)))
      .map(({ price }) => price)
      .sort(ascending)
    if (accounts.length === 0) this.pricesOfAll.set(lookbackSlots, prices)
    return prices
  }

  all(): FeeSample[] {
    return [...this.samples]
  }
}

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)

function percentileOf(paid: PaidPrice[], percentile: number): bigint {
  return pickPercentile(paid.map((entry) => entry.price).sort(ascending), percentile)
}

/** Nearest rank; 0n for an empty list. `percentile` is 0..1 and the list ascending. */
export function pickPercentile(sorted: readonly bigint[], percentile: number): bigint {
  return sorted[Math.min(sorted.length - 1, Math.floor(percentile * sorted.length))] ?? 0n
}
