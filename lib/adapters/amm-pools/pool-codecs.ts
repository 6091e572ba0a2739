import type { PoolCodec } from '@/lib/ports/pool-codec'
import { raydiumCpSwapCodec } from './raydium-cp-swap'

/** Every AMM whose accounts can be read, by the program that owns the pool account. */
export const poolCodecs: ReadonlyMap<string, PoolCodec> = new Map(
  [raydiumCpSwapCodec].map((codec) => [codec.program, codec]),
)
