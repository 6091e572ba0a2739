import { decimal, HUNDRED, ZERO, type Decimal } from '../money/decimal'

/** What is known of a launch; null is unknown, which earns nothing. Dollars and percents are decimal texts. */
export type LaunchFacts = {
  ageMinutes: number
  /** Hundredths of a percent of what graduates it; 10,000 once it has. */
  curveProgressBps: number | null
  liquidityUsd: string | null
  volume24hUsd: string | null
  /** As they were some minutes ago. */
  earlier: { liquidityUsd: string | null; volume24hUsd: string | null; minutes: number } | null
  holders: number | null
  topHoldersPct: string | null
  /** Other launches of the same creator. */
  creator: { launches: number; graduated: number; collapsed: number }
  /** Places where the project shows itself: a site, an account. */
  socials: number
  suspicious: boolean
  /** The mint can make no more and freeze nobody. */
  powersGivenUp: boolean | null
}

export const scoreParts = ['pace', 'growth', 'holders', 'creator', 'trust'] as const
export type ScorePartName = (typeof scoreParts)[number]
export type ScorePart = { part: ScorePartName; points: number; most: number; reason: string }
export type EarlyDiscoveryScore = { score: number; parts: ScorePart[] }

/** What each part can give; they add up to 100. */
export const MOST: Readonly<Record<ScorePartName, number>> = {
  ...{ pace: 25, growth: 25, holders: 20, creator: 15, trust: 15 },
}

/** A launch that fills its curve within this many minutes is as fast as it gets. */
const FAST_MINUTES = 60
const GROWTH_FULL_PCT = decimal('50')
const HOLDERS_FULL = 200
const TOP_SHARE = { good: decimal('20'), bad: decimal('60') }

/** 0 at `from`, 1 at `to`, straight in between; `from` may be the larger. */
const between = (value: Decimal, from: Decimal, to: Decimal): number =>
  Math.min(1, Math.max(0, value.minus(from).div(to.minus(from)).toNumber()))

const part = (name: ScorePartName, share: number, reason: string): ScorePart => ({
  part: name,
  points: Math.round(MOST[name] * Math.min(1, Math.max(0, share))),
  most: MOST[name],
  reason,
})

/** How much of its curve it has filled for its age, and how much at all. */
const pace = ({ curveProgressBps, ageMinutes }: LaunchFacts): ScorePart => {
  if (curveProgressBps === null) return part('pace', 0, 'How far its curve is filled is not known.')
  const filled = Math.min(10_000, Math.max(0, curveProgressBps)) / 10_000
  const expected = Math.min(1, Math.max(1, ageMinutes) / FAST_MINUTES)
  const share = 0.5 * filled + 0.5 * Math.min(1, filled / expected)
  const age = ageMinutes < 120 ? `${Math.floor(ageMinutes)} min` : `${Math.floor(ageMinutes / 60)} h`
  return part('pace', share, `${(filled * 100).toFixed(0)} % of its curve filled after ${age}.`)
}

const growthPct = (now: string | null, before: string | null): Decimal | null => {
  if (now === null || before === null || decimal(before).lte(ZERO)) return null
  return decimal(now).div(decimal(before)).minus('1').mul(HUNDRED)
}

/** Of liquidity and volume since the look some minutes ago; what falls takes away from what rises. */
const growth = ({ liquidityUsd, volume24hUsd, earlier }: LaunchFacts): ScorePart => {
  const known = [
    growthPct(liquidityUsd, earlier?.liquidityUsd ?? null),
    growthPct(volume24hUsd, earlier?.volume24hUsd ?? null),
  ].filter((each) => each !== null)
  if (!earlier || known.length === 0) return part('growth', 0, 'Too new to tell whether it grows.')
  const mean = known.reduce((sum, each) => sum.plus(each), ZERO).div(known.length)
  const words = `${mean.toFixed(0)} % in liquidity and volume within ${Math.floor(earlier.minutes)} min.`
  return part(
    'growth',
    between(mean, ZERO, GROWTH_FULL_PCT),
    mean.gte(ZERO) ? `Up ${words}` : `Changed by ${words}`,
  )
}

const holders = ({ holders: count, topHoldersPct }: LaunchFacts): ScorePart => {
  if (count === null) return part('holders', 0, 'Its holders are not known.')
  const many = Math.min(1, Math.log1p(Math.max(0, count)) / Math.log1p(HOLDERS_FULL))
  const spread = topHoldersPct === null ? 0 : between(decimal(topHoldersPct), TOP_SHARE.bad, TOP_SHARE.good)
  const top = topHoldersPct === null ? 'an unknown part' : `${decimal(topHoldersPct).toFixed(0)} %`
  return part('holders', 0.5 * many + 0.5 * spread, `${count} holders, the largest have ${top}.`)
}

/** Nobody's first launch is held against them; collapsed ones are. */
const creator = ({ creator: { launches, graduated, collapsed } }: LaunchFacts): ScorePart => {
  if (launches === 0) return part('creator', 0.4, 'The first launch of its creator that was seen here.')
  const share = 0.4 + (0.6 * graduated - collapsed) / launches
  return part(
    'creator',
    share,
    `${launches} earlier launches: ${graduated} graduated, ${collapsed} collapsed.`,
  )
}

const trust = ({ socials, suspicious, powersGivenUp }: LaunchFacts): ScorePart => {
  if (suspicious) return part('trust', 0, 'Flagged as suspicious.')
  const shown = Math.min(2, Math.max(0, socials))
  const powers = powersGivenUp ? 'Its powers are given up' : 'Its powers are kept or not known'
  return part(
    'trust',
    (powersGivenUp ? 0.6 : 0) + 0.2 * shown,
    `${powers}; ${shown} of site and account shown.`,
  )
}

/** 0 to 100 out of five parts, each with its reason. It says what is worth a look, not what is worth buying. */
export const earlyDiscoveryScore = (facts: LaunchFacts): EarlyDiscoveryScore => {
  const parts = [pace, growth, holders, creator, trust].map((judge) => judge(facts))
  const sum = parts.reduce((total, { points }) => total + points, 0)
  return { score: facts.suspicious ? Math.min(sum, 10) : sum, parts }
}
