import type { FaultBoard } from '@/sandbox/faults/fault-board'
import type { TokenFacts } from '@/sandbox/market/token-facts'

/**
 * The USD price that a vendor tells, after the faults that spoil prices: null when `omit_price` strikes
 * (its value is a mint or symbol; without one it strikes every token), a multiple when `bad_tick` does.
 */
export function shownPrice(
  token: TokenFacts,
  target: string,
  faults: FaultBoard,
  path: string,
): number | null {
  const omitted = faults.active(target, 'omit_price', path)
  if (omitted && names(omitted.value, token)) {
    faults.take(target, 'omit_price', path)
    return null
  }
  const bad = faults.take(target, 'bad_tick', path)
  return bad ? token.priceUsd * Number(bad.value) : token.priceUsd
}

const names = (value: number | string | undefined, token: TokenFacts) =>
  value === undefined || value === token.mint || value === token.symbol
