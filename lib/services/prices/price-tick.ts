import type { Decimal } from '@/lib/domain/money/decimal'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'

export type PriceTick = {
  mint: string
  /** Dollars (USDC counts as one) for one whole token. */
  priceUsd: Decimal
  /** The pool behind the price; null where the price is a vendor's. */
  pool: PoolSnapshot | null
  /** Dollars for one whole token of the pool's quote; 1 where there is no pool. */
  quoteUsd: Decimal
  /** Never falls from one tick of a mint to the next. */
  slot: bigint
  at: Date
  source: string
}

export type PriceFeed = {
  /** Which kind of stream tells it of accounts. */
  readonly streamSource: 'yellowstone' | 'websocket'
  /**
   * Counted: watched twice, it takes two unwatches. Resolves once a first price was tried, at the latest after two
   * seconds; failures are retried.
   */
  watch(mints: readonly string[]): Promise<void>
  /** Looks now for the pools that watched mints still lack, or waits for the look-up under way; two seconds at most. */
  settle(mints: readonly string[]): Promise<void>
  unwatch(mints: readonly string[]): Promise<void>
  watched(): string[]
  /** The newest price, however old: see `confirmedAt`. Undefined where nobody prices the mint. */
  latest(mint: string): PriceTick | undefined
  /** When the latest price was last known to be current: a quiet pool stays current while slots arrive. */
  confirmedAt(mint: string): Date | null
  /**
   * Reads the pool again from another node than the stream's, no older than the latest price, and adopts what is
   * believed: where they differ, the price in the middle of three nodes. Null where no node answers, none has come so far, or no pool is known.
   */
  readAgain(mint: string): Promise<PriceTick | null>
  /** Its pool has closed within the last minutes and no other is known yet: a token that graduates. */
  isBetweenPools(mint: string): boolean
  /** Called synchronously for every tick. Returns the unsubscribe. */
  onTick(listener: (tick: PriceTick) => void): () => void
  /** Told once when all liquidity of a token's pool was taken while the pool is open. Returns the unsubscribe. */
  onDrained(listener: (drained: { mint: string }) => void): () => void
  /** The last slot the stream delivered; null before the first, and while it is far behind the chain. */
  lastSlot(): { slot: bigint; at: Date } | null
  /** Starting again does nothing. */
  start(): Promise<void>
  close(): Promise<void>
}
