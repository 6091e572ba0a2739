/** `$bonk ` -> `BONK`. */
export const normalSymbol = (text: string): string => text.trim().replace(/^\$/, '').toUpperCase()

export type SymbolPick<T> =
  { kind: 'one'; token: T } | { kind: 'none' } | { kind: 'ambiguous'; candidates: T[] }

/**
 * Symbols are free to copy, so a name alone buys only where it cannot mean two things: exactly one verified token
 * bears it, or exactly one token at all.
 */
export const pickBySymbol = <T extends { mint: string; symbol: string; verified: boolean }>(
  symbol: string,
  known: readonly T[],
): SymbolPick<T> => {
  const wanted = normalSymbol(symbol)
  const byMint = new Map(
    known.filter((token) => normalSymbol(token.symbol) === wanted).map((token) => [token.mint, token]),
  )
  const candidates = [...byMint.values()]
  const verified = candidates.filter((token) => token.verified)
  if (verified.length === 1) return { kind: 'one', token: verified[0]! }
  if (candidates.length === 1) return { kind: 'one', token: candidates[0]! }
  return candidates.length === 0 ? { kind: 'none' } : { kind: 'ambiguous', candidates }
}
