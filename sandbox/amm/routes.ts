import type { Meteora, MeteoraPool } from '../meteora/pools'
import { USDC, WRAPPED_SOL } from './addresses'
import type { Amm, Pool } from './pools'

export type RouteHop = {
  pool: Pool | MeteoraPool
  inputMint: string
  outputMint: string
  amountIn: bigint
  out: bigint
  /** In base units of the hop's input mint; Meteora's in those of SOL. */
  fee: bigint
}

export type Route = { hops: RouteHop[]; amountIn: bigint; out: bigint; priceImpactPct: number }
export type Exchanges = { amm: Amm; meteora?: Meteora | undefined }

export const isMeteora = (pool: Pool | MeteoraPool): pool is MeteoraPool => 'kind' in pool

type Step = { pool: Pool | MeteoraPool; from: string; to: string }

/** Pools of the two mints in order: launches trade against SOL, all else against USDC. */
const stepsBetween = ({ amm, meteora }: Exchanges, from: string, to: string): Step[] | null => {
  const launched = (mint: string): MeteoraPool | null => meteora?.poolOf(mint) ?? null
  const hub = launched(from) || launched(to) ? WRAPPED_SOL : USDC
  const ends: [string, string][] =
    from === hub || to === hub
      ? [[from, to]]
      : [
          [from, hub],
          [hub, to],
        ]
  const steps: Step[] = []
  for (const [input, output] of ends) {
    const token = input === hub ? output : input
    // Against SOL there are the launches' own pools and the one of SOL and USDC.
    const pool = launched(token) ?? (hub === USDC || token === USDC ? poolFor(amm, hub, token) : null)
    if (!pool) return null
    steps.push({ pool, from: input, to: output })
  }
  return steps
}

const poolFor = (amm: Amm, hub: string, token: string): Pool | null => amm.poolOf(hub === USDC ? token : hub)

/**
 * The way from one mint to another, one hop or two. `null` when a mint has no pool, both mints are the same, the way
 * would be longer, or the output would be zero. `priceImpactPct` is a fraction, as in Jupiter's quote.
 */
export const findRoute = (
  exchanges: Exchanges,
  inputMint: string,
  outputMint: string,
  amountIn: bigint,
): Route | null => {
  if (inputMint === outputMint) return null
  const steps = stepsBetween(exchanges, inputMint, outputMint)
  if (!steps) return null
  const hops: RouteHop[] = []
  let amount = amountIn
  let kept = 1
  for (const { pool, from, to } of steps) {
    const { out, fee, priceImpactPct } = isMeteora(pool)
      ? exchanges.meteora!.quoteExactIn(pool, from, amount)
      : exchanges.amm.quoteExactIn(pool, from, amount)
    if (out === 0n) return null
    hops.push({ pool, inputMint: from, outputMint: to, amountIn: amount, out, fee })
    amount = out
    kept *= 1 - priceImpactPct
  }
  return { hops, amountIn, out: amount, priceImpactPct: 1 - kept }
}
