import { decimalString } from '../money/decimal'
import { BPS_ONE, SOL_DECIMALS, toUi } from '../money/units'
import { type Tip, type TipPath, tipPathInWords } from './landing-path'
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
  /** Who lands it beside the nodes, for what tip; absent where the nodes do alone. */
  landing?: { path: TipPath; lamports: string }
}

/** The receipt of what was built: with the fee and the tip that are in the very bytes. */
export const receiptOf = (
  asked: RouteReceipt,
  built: { tip?: Tip | null; priorityLamports?: bigint },
): RouteReceipt => ({
  ...asked,
  ...(asked.fee &&
    built.priorityLamports !== undefined && {
      fee: { tier: asked.fee.tier, lamports: built.priorityLamports.toString() },
    }),
  ...(built.tip && { landing: { path: built.tip.path, lamports: built.tip.lamports.toString() } }),
})

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

/** With a space before it; empty where the venue chose and nobody is tipped. */
export const feeInWords = (route: RouteReceipt | null): string => {
  const fee = route?.fee ? ` Priority fee ${route.fee.tier}: ${inSol(route.fee.lamports)} SOL.` : ''
  const { landing } = route ?? {}
  return landing ? `${fee} Tip ${inSol(landing.lamports)} SOL: ${tipPathInWords(landing.path)}.` : fee
}

const inSol = (lamports: string): string => decimalString(toUi(BigInt(lamports), SOL_DECIMALS))

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
