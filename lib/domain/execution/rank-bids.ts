import { Decimal, decimal } from '../money/decimal'
import { SOL_DECIMALS, USDC_DECIMALS } from '../money/units'

/** `best-net`: what leaves the trader with most. `bags-first`: bags.fm wherever it offers, else the best. */
export const venuePolicies = ['best-net', 'bags-first'] as const
export type VenuePolicy = (typeof venuePolicies)[number]
export const DEFAULT_VENUE_POLICY: VenuePolicy = 'best-net'

/** One venue's offer. Amounts in base units of the output token. */
export type Bid = {
  venue: string
  /** What arrives in the wallet: after the venue's fee, the pools' depth and the token's own tax. */
  outputRaw: bigint
  minOutputRaw: bigint
  /** Lamports paid beside the swap; null where the venue does not say before it builds. */
  costLamports: bigint | null
}

export type Terms = {
  inputRaw: bigint
  /** Dollars; null while SOL has no price: then costs are not counted. */
  solPriceUsd: Decimal | null
  /** Which side of the swap is the dollar token: it decides how a cost becomes a loss of output. */
  dollarsAre: 'input' | 'output'
  policy: VenuePolicy
}

/** `netOutputRaw` is rounded towards zero. */
export type RankedBid<B extends Bid> = { bid: B; netOutputRaw: bigint }

/** A signature and a usual priority fee, for venues that tell their cost only with the transaction. */
export const ASSUMED_COST_LAMPORTS = 105_000n

const FIRST = { 'best-net': null, 'bags-first': 'bags' } as const

/**
 * The output after what is paid beside the swap, in base units of the output, as a fraction; below zero where the costs
 * exceed it. Where dollars are spent, a cost of c dollars on an input of i makes the same output cost (i + c) / i as
 * much: net = output * i / (i + c). Where dollars come out, they are less by c. Costs round up.
 */
const net = ({ outputRaw, costLamports }: Bid, terms: Terms): { over: bigint; under: bigint } => {
  if (!terms.solPriceUsd) return { over: outputRaw, under: 1n }
  const cost = inDollars(costLamports ?? ASSUMED_COST_LAMPORTS, terms.solPriceUsd)
  return terms.dollarsAre === 'output'
    ? { over: outputRaw - cost, under: 1n }
    : { over: outputRaw * terms.inputRaw, under: terms.inputRaw + cost }
}

/** Lamports in base units of the dollar token, rounded up. */
const inDollars = (lamports: bigint, solPriceUsd: Decimal): bigint =>
  BigInt(
    decimal(`${lamports}e${USDC_DECIMALS - SOL_DECIMALS}`)
      .mul(solPriceUsd)
      .toFixed(0, Decimal.ROUND_UP),
  )

/** Best first. Where two leave the same, the one that promises more comes first, then the order they were given in. */
export const rankBids = <B extends Bid>(bids: readonly B[], terms: Terms): RankedBid<B>[] =>
  bids
    .map((bid) => ({ bid, ...net(bid, terms) }))
    .sort(
      (one, other) =>
        Number(other.bid.venue === FIRST[terms.policy]) - Number(one.bid.venue === FIRST[terms.policy]) ||
        compare(other.over * one.under, one.over * other.under) ||
        compare(other.bid.minOutputRaw, one.bid.minOutputRaw),
    )
    .map(({ bid, over, under }) => ({ bid, netOutputRaw: over / under }))

/**
 * An order that keeps failing gives the other venues their turn: its first two attempts take the best offer, from the
 * third on they alternate.
 */
export const inTurn = <T>(ranked: readonly T[], failures: number): T[] => {
  const skip = failures < 2 || ranked.length === 0 ? 0 : (failures - 1) % ranked.length
  return [...ranked.slice(skip), ...ranked.slice(0, skip)]
}

const compare = (one: bigint, other: bigint): number => (one > other ? 1 : one < other ? -1 : 0)
