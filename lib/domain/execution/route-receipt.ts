import { decimalString } from '../money/decimal'
import { BPS_ONE, toUi } from '../money/units'
import type { FeeTier } from './priority-fee'
import type { VenuePolicy } from './rank-bids'

/**
 * What the venues offered when a route was chosen. Amounts are base units of the output as decimal text, for JSON.
 * Stored with each attempt.
 */
export type RouteReceipt = {
  policy: VenuePolicy
  /** Best first; those without an offer last. */
  offers: VenueReceipt[]
  /** The priority fee that was asked for; absent where it was left to the venue. */
  fee?: { tier: FeeTier; lamports: string }
}

export type VenueReceipt =
  | {
      venue: string
      outputRaw: string
      minOutputRaw: string
      /** null: told only with the transaction, and assumed. */
      costLamports: string | null
      netOutputRaw: string
      /** The venue's answer, word for word. */
      quote: unknown
    }
  | { venue: string; error: string }

/** What the other venues offered, as a sentence with a space before it; empty where there was no other. */
export const routeInWords = (route: RouteReceipt | null, taken: string): string =>
  (route?.offers ?? [])
    .filter(({ venue }) => venue !== taken)
    .map((other) => ` ${otherInWords(other, route!, taken)}`)
    .join('')

/** With a space before it; empty where the venue chose. */
export const feeInWords = (route: RouteReceipt | null): string =>
  route?.fee
    ? ` Priority fee ${route.fee.tier}: ${decimalString(toUi(BigInt(route.fee.lamports), SOL_DECIMALS))} SOL.`
    : ''

const SOL_DECIMALS = 9

const otherInWords = (other: VenueReceipt, { offers }: RouteReceipt, taken: string): string => {
  if ('error' in other) return `${other.venue} offered nothing.`
  const own = offers.find(({ venue }) => venue === taken)
  const net = own && 'netOutputRaw' in own ? BigInt(own.netOutputRaw) : 0n
  if (net <= 0n) return `${other.venue} offered too.`
  const less = net - BigInt(other.netOutputRaw)
  const bps = ((less < 0n ? -less : less) * BPS_ONE) / net
  if (bps === 0n) return `${other.venue} offered the same, after all costs.`
  return `${other.venue} offered ${percent(bps)} ${less > 0n ? 'less' : 'more'}, after all costs.`
}

const percent = (bps: bigint): string => `${decimalString(toUi(bps, 2))} %`
