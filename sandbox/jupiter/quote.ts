import { minimumOut } from '@/sandbox/amm/curve'
import { findRoute, type Route } from '@/sandbox/amm/routes'
import { decodeAddress } from '@/sandbox/chain/addresses'
import { labelOf, USDC_MINT, type JupiterWorld } from './jupiter-world'
import { invalidParameter, RoutingError } from './routing-errors'

export type QuoteInput = { inputMint: string; outputMint: string; amount: bigint; slippageBps: number }
export type Quote = QuoteInput & { route: Route; threshold: bigint; usdValueIn: number; usdValueOut: number }

const MAX_U64 = (1n << 64n) - 1n

/** The parameters that /swap/v1/quote and /swap/v2/order share. Throws as Jupiter answers. */
export function readQuoteInput(query: URLSearchParams, defaultSlippageBps: number): QuoteInput {
  const amountText = required(query, 'amount')
  if (!/^\d+$/.test(amountText) || BigInt(amountText) > MAX_U64) {
    throw invalidParameter('Query parameter amount cannot be parsed: invalid digit found in string')
  }
  const slippageText = query.get('slippageBps') ?? String(defaultSlippageBps)
  const slippageBps = Number(slippageText)
  if (!/^\d+$/.test(slippageText) || slippageBps > 10_000) {
    throw invalidParameter('Query parameter slippageBps cannot be parsed: must be from 0 to 10000')
  }
  const mode = query.get('swapMode') ?? 'ExactIn'
  if (mode !== 'ExactIn') throw new RoutingError('NOT_SUPPORTED', `swapMode ${mode} is not supported`)
  return {
    inputMint: mintOf(query, 'inputMint'),
    outputMint: mintOf(query, 'outputMint'),
    amount: BigInt(amountText),
    slippageBps,
  }
}

/** The best way through the pools as they stand; two hops over USDC when neither side is USDC. */
export function quoteSwap(world: JupiterWorld, input: QuoteInput): Quote {
  const { inputMint, outputMint, amount, slippageBps } = input
  if (inputMint === outputMint) {
    throw new RoutingError('CIRCULAR_ARBITRAGE_IS_DISABLED', 'Circular arbitrage is disabled')
  }
  for (const mint of [inputMint, outputMint]) {
    if (mint !== USDC_MINT && !world.amm.poolOf(mint) && !world.meteora.poolOf(mint)) {
      throw new RoutingError('TOKEN_NOT_TRADABLE', `The token ${mint} is not tradable`)
    }
  }
  const route = findRoute(world, inputMint, outputMint, amount)
  if (!route) throw noRoute()
  return {
    ...input,
    route,
    threshold: minimumOut(route.out, slippageBps),
    usdValueIn: usdValue(world, inputMint, amount),
    usdValueOut: usdValue(world, outputMint, route.out),
  }
}

export const noRoute = () => new RoutingError('COULD_NOT_FIND_ANY_ROUTE', 'Could not find any route')

/** `dexes` and `excludeDexes` as Jupiter reads them: comma-separated labels. */
export function allowsRoute(query: URLSearchParams, { hops }: Route): boolean {
  const listed = (name: string) => (query.get(name) ?? '').split(',').filter((label) => label !== '')
  const [only, never] = [listed('dexes'), listed('excludeDexes')]
  return hops.every((hop) => {
    const label = labelOf(hop)
    return (only.length === 0 || only.includes(label)) && !never.includes(label)
  })
}

export function routePlan({ route }: Quote) {
  return route.hops.map((hop) => ({
    swapInfo: {
      ammKey: hop.pool.address,
      label: labelOf(hop),
      inputMint: hop.inputMint,
      outputMint: hop.outputMint,
      inAmount: hop.amountIn.toString(),
      outAmount: hop.out.toString(),
      feeAmount: hop.fee.toString(),
      feeMint: hop.inputMint,
    },
    percent: 100,
    bps: 10_000,
  }))
}

function usdValue(world: JupiterWorld, mint: string, amount: bigint): number {
  const token = world.tokens.byMint(mint)
  return token ? (Number(amount) / 10 ** token.decimals) * token.priceUsd : 0
}

function required(query: URLSearchParams, name: string): string {
  const text = query.get(name)
  if (text === null || text === '') throw invalidParameter(`Query parameter ${name} is required`)
  return text
}

function mintOf(query: URLSearchParams, name: string): string {
  const text = required(query, name)
  try {
    decodeAddress(text)
    return text
  } catch {
    throw invalidParameter(`Query parameter ${name} cannot be parsed: Invalid`)
  }
}
