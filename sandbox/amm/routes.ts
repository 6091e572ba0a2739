import { USDC } from './addresses'
import type { Amm, Pool } from './pools'

export type RouteHop = {
  pool: Pool
  inputMint: string
  outputMint: string
  amountIn: bigint
  out: bigint
  /** In base units of the hop's input mint. */
  fee: bigint
}

export type Route = { hops: RouteHop[]; amountIn: bigint; out: bigint; priceImpactPct: number }

/**
 * The way from one mint to another: every pool is against USDC, so it has one hop or two. `null` when a mint has no
 * pool, both mints are the same, or the output would be zero. `priceImpactPct` is a fraction, as in Jupiter's quote.
 */
export const findRoute = (
  amm: Amm,
  inputMint: string,
  outputMint: string,
  amountIn: bigint,
): Route | null => {
  if (inputMint === outputMint) return null
  const hops: RouteHop[] = []
  let amount = amountIn
  let kept = 1
  const steps: [string, string][] =
    inputMint === USDC || outputMint === USDC
      ? [[inputMint, outputMint]]
      : [
          [inputMint, USDC],
          [USDC, outputMint],
        ]
  for (const [from, to] of steps) {
    const pool = amm.poolOf(from === USDC ? to : from)
    if (!pool) return null
    const { out, fee, priceImpactPct } = amm.quoteExactIn(pool, from, amount)
    if (out === 0n) return null
    hops.push({ pool, inputMint: from, outputMint: to, amountIn: amount, out, fee })
    amount = out
    kept *= 1 - priceImpactPct
  }
  return { hops, amountIn, out: amount, priceImpactPct: 1 - kept }
}
