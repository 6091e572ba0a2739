import { type Decimal, decimal } from '../money/decimal'

/** Best first: within a slot the stream is ahead of a read. */
const SOURCES = ['account-stream', 'account-read', 'account-poll'] as const
export type ClaimSource = (typeof SOURCES)[number]

/** What one source says a token costs as of a slot. */
export type PriceClaim = { source: ClaimSource; slot: bigint; priceUsd: Decimal }

/** The newest claim of each source about one token. */
export type Claims = ReadonlyMap<ClaimSource, PriceClaim>

export type MergedPrice =
  | { kind: 'none' }
  | { kind: 'believed'; claim: PriceClaim }
  /** Sources contradict each other: neither is believed before somebody else was asked. */
  | { kind: 'contested' }

/** Two looks at one pool this close tell the same. */
const AGREES = decimal('1.02')
/** Claims this many slots apart are about the same moment. */
const SAME_MOMENT = 1n

export const isClaimSource = (source: string): source is ClaimSource =>
  SOURCES.some((known) => known === source)

/** With the claim taken in; a source does not go back in slot. */
export const heard = (claims: Claims, claim: PriceClaim): Claims => {
  const known = claims.get(claim.source)
  return known && known.slot > claim.slot ? claims : new Map(claims).set(claim.source, claim)
}

/** What a second look has decided: it silences every other claim but those of later slots. */
export const decided = (claims: Claims, claim: PriceClaim): Claims =>
  new Map([...claims].filter(([, { slot }]) => slot > claim.slot)).set(claim.source, claim)

/**
 * Newest slot wins, within it the better source; where two of about that slot differ, none. What was read to decide
 * holds for its own slot and those before, and contradicts nothing later.
 */
export const mergedPrice = (claims: Claims): MergedPrice => {
  const all = [...claims.values()]
  const newest = all.reduce((slot, claim) => (claim.slot > slot ? claim.slot : slot), -1n)
  if (newest < 0n) return { kind: 'none' }
  const last = all.filter(({ slot }) => newest - slot <= SAME_MOMENT)
  const disputes = (one: PriceClaim) => last.some((other) => other !== one && contradicts(one, other))
  if (last.some(disputes)) return { kind: 'contested' }
  const [best] = last.filter(({ slot }) => slot === newest).sort((one, other) => rank(one) - rank(other))
  return { kind: 'believed', claim: best! }
}

const rank = ({ source }: PriceClaim): number => SOURCES.indexOf(source)

const contradicts = (one: PriceClaim, other: PriceClaim): boolean => {
  if (one.source === 'account-read' && other.slot > one.slot) return false
  if (other.source === 'account-read' && one.slot > other.slot) return false
  const [low, high] = one.priceUsd.lt(other.priceUsd)
    ? [one.priceUsd, other.priceUsd]
    : [other.priceUsd, one.priceUsd]
  return high.gt(low.mul(AGREES))
}
