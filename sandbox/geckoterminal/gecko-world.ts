import type { FaultBoard } from '@/sandbox/faults/fault-board'
import type { TokenDirectory } from '@/sandbox/jupiter/token-directory'
import type { TokenFacts } from '@/sandbox/market/token-facts'
import type { Candle } from '@/sandbox/market/candles'

/** What GeckoTerminal's stand-in sees of the sandbox. `minuteCandles` are oldest first. */
export type GeckoWorld = {
  tokens: TokenDirectory
  minuteCandles: (mint: string) => Candle[]
  faults: FaultBoard
  now: () => number
}

export const NETWORK = 'solana'
export const DEX = { id: 'raydium-cpmm', name: 'Raydium CPMM' }
export const USDC_MINT = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
export const WSOL_MINT = 'So11111111111111111111111111111111111111112'

export const resourceId = (address: string) => `${NETWORK}_${address}`

/** GeckoTerminal writes numbers as decimal strings, never with an exponent. */
export function decimalText(value: number): string {
  if (!Number.isFinite(value)) return '0.0'
  const text = String(value)
  if (!text.includes('e')) return text.includes('.') ? text : `${text}.0`
  return value.toFixed(Math.abs(value) < 1 ? 20 : 1).replace(/0+$/, '0')
}

export const tokenOfPool = (world: GeckoWorld, pool: string): TokenFacts | null =>
  world.tokens.all().find((token) => token.pool === pool) ?? null
