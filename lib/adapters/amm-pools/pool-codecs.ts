import type { PoolCodec } from '@/lib/ports/pool-codec'
import { meteoraDammV2Codec } from './meteora-damm-v2'
import { meteoraDbcCodec } from './meteora-dbc'
import { orcaWhirlpoolCodec } from './orca-whirlpool'
import { pumpCurveCodec } from './pump-curve'
import { pumpSwapCodec } from './pump-swap'
import { raydiumClmmCodec } from './raydium-clmm'
import { raydiumCpSwapCodec } from './raydium-cp-swap'

/** Every AMM whose accounts can be read, by the program that owns the pool account. */
export const poolCodecs: ReadonlyMap<string, PoolCodec> = new Map(
  [
    raydiumCpSwapCodec,
    pumpSwapCodec,
    pumpCurveCodec,
    meteoraDammV2Codec,
    meteoraDbcCodec,
    orcaWhirlpoolCodec,
    raydiumClmmCodec,
  ].map((codec) => [codec.program, codec]),
)
