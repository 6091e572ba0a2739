import type { Amm } from '@/sandbox/amm/pools'
import type { Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import { isMeteora, type RouteHop } from '@/sandbox/amm/routes'
import type { Meteora } from '@/sandbox/meteora/pools'
import type { TokenDirectory } from './token-directory'

/** What Jupiter's stand-in sees of the sandbox. */
export type JupiterWorld = {
  chain: Chain
  amm: Amm
  meteora: Meteora
  tokens: TokenDirectory
  faults: FaultBoard
}

export const USDC_MINT = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
export const WSOL_MINT = 'So11111111111111111111111111111111111111112'
/** How Jupiter labels the exchange that our pools are modelled on. */
export const DEX_LABEL = 'Raydium CP'
export const METEORA_LABEL = { dbc: 'Dynamic Bonding Curve', damm: 'Meteora DAMM v2' }

export const labelOf = ({ pool }: Pick<RouteHop, 'pool'>): string =>
  isMeteora(pool) ? METEORA_LABEL[pool.kind] : DEX_LABEL
