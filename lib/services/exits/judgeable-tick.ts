import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-tick'

/** A price with the pool state behind it. */
export type JudgeableTick = Pick<PriceTick, 'mint' | 'priceUsd' | 'quoteUsd' | 'slot'> & {
  pool: PoolSnapshot
}

/** A price not known to be current within this time fires nothing: stale data is an alarm, not a price. */
const FRESH_MS = 5_000

export const isFresh = (confirmedAt: Date | null, now: Date): boolean =>
  confirmedAt !== null && now.getTime() - confirmedAt.getTime() <= FRESH_MS

export const canJudge = <T extends PriceTick>(tick: T): tick is T & { pool: PoolSnapshot } =>
  tick.pool !== null &&
  (tick.pool.quoteMint === USDC_MINT || tick.pool.quoteMint === WSOL_MINT) &&
  tick.pool.baseReserve > 0n &&
  tick.pool.quoteReserve > 0n
