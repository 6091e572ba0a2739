import type { LaunchSample } from '@/drizzle/schema/launches'
import type { Executor } from '@/lib/db/client'
import {
  creatorRecords,
  launchesByMint,
  storeLaunches,
  type LaunchRow,
  type NewLaunch,
} from '@/lib/db/launch-repository'
import { earlyDiscoveryScore } from '@/lib/domain/launches/early-discovery-score'
import { furtherStatus } from '@/lib/domain/launches/launch-status'
import { decimal } from '@/lib/domain/money/decimal'
import type { CurveReader, LaunchFeed, SeenLaunch } from '@/lib/ports/launch-feed'
import type { TokenDirectory, TokenListing } from '@/lib/ports/market-data'

export type RefreshLaunchesDeps = {
  db: Executor
  feed: LaunchFeed
  curves: CurveReader
  directory: Pick<TokenDirectory, 'byMints'>
  now: () => Date
  newId: () => string
}

/** What one look-up of the vendor takes at once. */
const LISTINGS_AT_ONCE = 100
/** Growth is measured against what was known this long ago, or longer. */
const GROWTH_MS = 5 * 60_000
const SAMPLE_MS = 60_000
const KEPT_SAMPLES = 30

type CreatorRecord = { launches: number; graduated: number; collapsed: number }

/** Reads the feed, the curves and the listings of what is in it, scores each launch and stores it. Throws what these throw. */
export const refreshLaunches = async (deps: RefreshLaunchesDeps): Promise<void> => {
  const { db } = deps
  const seen = (await deps.feed.launches()).slice(0, LISTINGS_AT_ONCE)
  const mints = seen.map(({ mint }) => mint)
  const creators = [...new Set(seen.flatMap(({ creator }) => creator ?? []))]
  const [known, progress, listings, records] = await Promise.all([
    launchesByMint(db, mints),
    deps.curves.progress(seen.flatMap(({ dbcPool }) => dbcPool ?? [])),
    mints.length > 0 ? deps.directory.byMints(mints) : [],
    creatorRecords(db, creators),
  ])
  const rows = seen.map((launch) => {
    const before = known.find(({ mint }) => mint === launch.mint) ?? null
    const record = records.find(({ creator }) => creator === launch.creator)
    return rowOf(deps, launch, {
      before,
      listing: listings.find(({ mint }) => mint === launch.mint) ?? null,
      progress: progress.get(launch.dbcPool ?? '') ?? before?.curveProgressBps ?? null,
      creator: withoutItself(record ?? { launches: 0, graduated: 0, collapsed: 0 }, before),
    })
  })
  // In one order everywhere, so that two workers that store the same launches do not wait for each other in a circle.
  await storeLaunches(
    db,
    rows.sort((a, b) => (a.mint < b.mint ? -1 : 1)),
  )
}

const withoutItself = (record: CreatorRecord, own: LaunchRow | null): CreatorRecord => {
  if (!own) return record
  const fell =
    own.liquidityUsd !== null &&
    own.peakLiquidityUsd !== null &&
    decimal(own.liquidityUsd).lt(decimal(own.peakLiquidityUsd).div('10'))
  return {
    launches: Math.max(0, record.launches - 1),
    graduated: Math.max(0, record.graduated - (own.status === 'MIGRATED' ? 1 : 0)),
    collapsed: Math.max(0, record.collapsed - (fell ? 1 : 0)),
  }
}

type Known = {
  before: LaunchRow | null
  listing: TokenListing | null
  progress: number | null
  creator: CreatorRecord
}

const rowOf = (
  { now, newId }: RefreshLaunchesDeps,
  launch: SeenLaunch,
  { before, listing, progress, creator }: Known,
): NewLaunch => {
  const at = now()
  const createdAt = listing?.createdAt ?? before?.firstSeenAt ?? at
  const liquidityUsd = listing?.liquidityUsd ?? before?.liquidityUsd ?? null
  const volume24hUsd = listing?.volume24hUsd ?? before?.volume24hUsd ?? null
  const holders = listing?.holders ?? before?.holders ?? null
  const samples = withSample(before?.samples ?? [], { at: at.toISOString(), liquidityUsd, volume24hUsd })
  const earlier = samples.findLast((sample) => at.getTime() - Date.parse(sample.at) >= GROWTH_MS) ?? null
  const { score, parts } = earlyDiscoveryScore({
    ...{ curveProgressBps: progress, liquidityUsd, volume24hUsd, holders, creator },
    ageMinutes: Math.max(0, at.getTime() - createdAt.getTime()) / 60_000,
    earlier: earlier && { ...earlier, minutes: (at.getTime() - Date.parse(earlier.at)) / 60_000 },
    topHoldersPct: listing?.topHoldersPct ?? null,
    socials: Number(launch.twitter !== null) + Number(launch.website !== null),
    suspicious: listing?.suspicious ?? false,
    powersGivenUp: listing && bothGivenUp(listing),
  })
  const { mint, symbol, name, icon, dbcPool, twitter, website } = launch
  return {
    ...{ id: before?.id ?? newId(), mint, symbol, name, icon, dbcPool, twitter, website },
    creator: launch.creator ?? listing?.deployer ?? before?.creator ?? null,
    status: furtherStatus(before?.status ?? null, launch.status),
    ...{ curveProgressBps: progress, liquidityUsd, volume24hUsd, holders, samples, score, scoreParts: parts },
    peakLiquidityUsd: larger(before?.peakLiquidityUsd ?? null, liquidityUsd),
    firstSeenAt: before?.firstSeenAt ?? at,
    updatedAt: at,
  }
}

const bothGivenUp = ({ mintAuthorityDisabled, freezeAuthorityDisabled }: TokenListing): boolean | null =>
  mintAuthorityDisabled === null || freezeAuthorityDisabled === null
    ? null
    : mintAuthorityDisabled && freezeAuthorityDisabled

const larger = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && decimal(other).gt(one)) ? other : one

/** Oldest first, at most one a minute. */
const withSample = (samples: readonly LaunchSample[], sample: LaunchSample): LaunchSample[] => {
  const last = samples.at(-1)
  const tooSoon = last && Date.parse(sample.at) - Date.parse(last.at) < SAMPLE_MS
  return tooSoon ? [...samples] : [...samples, sample].slice(-KEPT_SAMPLES)
}
