import type { AccountReader, AccountStream } from '@/lib/ports/account-stream'
import type { PoolDirectory, PriceSource } from '@/lib/ports/market-data'
import type { PoolCodec } from '@/lib/ports/pool-codec'
import type { Logger } from '@/lib/observability/logger'
import type { PriceFeedTiming } from './price-feed-timing'

export type PriceFeedDeps = {
  stream: AccountStream
  accounts: AccountReader
  pools: PoolDirectory
  /** By the program that owns the pool account. */
  codecs: ReadonlyMap<string, PoolCodec>
  /** For tokens without a readable pool, and for all while neither stream nor accounts answer. */
  fallback: PriceSource
  /** The newest slot any node is known to have confirmed: a stream far behind it is stale. */
  chainTip?: () => bigint | null
  now: () => Date
  logger: Logger
  timing?: Partial<PriceFeedTiming>
}
