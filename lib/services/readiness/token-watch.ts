import {
  heldPositions,
  hastenReadiness,
  type HeldPosition,
  storeBaseline,
} from '@/lib/db/exit-readiness-repository'
import type { ReadinessFinding } from '@/lib/domain/exits/exit-readiness'
import { type Decimal, HUNDRED, ZERO } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { liquidityRaw } from '@/lib/domain/pools/constant-product'
import {
  type DepthWindow,
  FALLEN_TO_PCT,
  liquidityLeftPct,
  NO_DEPTH,
  RUG_LEFT_PCT,
  withDepth,
} from '@/lib/domain/pools/depth-window'
import { liquidityProfile } from '@/lib/domain/pools/liquidity-left'
import type { StoredMintFacts } from '@/lib/domain/tokens/safety'
import { isFrozenAccount } from '@/lib/domain/tokens/token-account-state'
import { tokenChanges } from '@/lib/domain/tokens/token-changes'
import type { AccountReader, AccountUpdate } from '@/lib/ports/account-stream'
import { inSlices } from '../exits/in-slices'
import { raiseAlert, type RaiseAlertDeps } from '../alerts/raise-alert'
import type { PriceFeed } from '../prices/price-tick'
import { mintFactsOf } from '../safety/read-mint-facts'

export type TokenWatchDeps = RaiseAlertDeps & {
  accounts: AccountReader
  feed: Pick<PriceFeed, 'latest' | 'onTick' | 'onDrained' | 'watched'>
  /** The wallet's associated accounts of a mint, under either token program. */
  tokenAccounts: (wallet: string, mint: string) => readonly string[]
  /** Stores it and warns of it. */
  markTrapped: (positionId: string, reason: string) => Promise<unknown>
  /** The liquidity of a held token was pulled: its deployer is not to be trusted again. */
  onRug: (rug: { mint: string; reason: string }) => Promise<unknown>
}

/** A warning with the words for the position's badge. */
type Warning = { occasion: string; level: 'warn' | 'crit'; title: string; detail: string }
type Look = { warnings: Warning[]; frozen: boolean }

const HOUR_MS = 3_600_000
/** Ticks come with each swap; the window needs no more than this. */
const SAMPLE_MS = 2_000
const DRAINED_MS = 600_000

/**
 * Watches what is held: the powers over its token, the liquidity behind it, and whether its account is frozen. One
 * read of the chain a round for all positions together. Each change is told once; a frozen position is marked.
 */
export const createTokenWatch = (deps: TokenWatchDeps) => {
  const depths = new Map<string, DepthWindow>()
  const poolOf = new Map<string, string>()
  /** What a pool was worth before all of it was taken, and when. */
  const drained = new Map<string, { at: number; worth: Decimal }>()
  const worths = new Map<string, Decimal>()
  /** Mints with next to nothing left at the last round: one look alone locks nobody out. */
  const suspects = new Set<string>()
  const found = new Map<string, ReadinessFinding[]>()

  const sampleDepth = (mint: string): void => {
    const tick = deps.feed.latest(mint)
    if (!tick?.pool) return
    const { pool, quoteUsd } = tick
    const at = deps.now().getTime()
    // The next pool of a token that graduated has a depth of its own.
    const known = poolOf.get(mint) === pool.address ? depths.get(mint) : undefined
    if (known?.newest && at - known.newest.at < SAMPLE_MS) return
    poolOf.set(mint, pool.address)
    depths.set(mint, withDepth(known ?? NO_DEPTH, { at, profile: liquidityProfile(pool) }))
    worths.set(mint, toUi(liquidityRaw(pool), pool.quoteDecimals).mul(quoteUsd))
  }

  /** Also of tokens not held yet: what counts is the liquidity there was when they were bought. */
  const unsubscribe = [
    deps.feed.onTick(({ mint }) => sampleDepth(mint)),
    deps.feed.onDrained(({ mint }) => {
      const worth = worths.get(mint)
      if (worth) drained.set(mint, { at: deps.now().getTime(), worth })
      // What is found next is compared with what was here, not with what was left of it.
      worths.delete(mint)
    }),
  ]

  /** Of a pool that was emptied: what the next one holds of it, nothing where there is none. */
  const leftOfDrained = (mint: string): Decimal | null => {
    const { at, worth } = drained.get(mint) ?? { at: -Infinity, worth: ZERO }
    if (deps.now().getTime() - at > DRAINED_MS || worth.isZero()) return null
    const left = (worths.get(mint) ?? ZERO).div(worth).mul(HUNDRED)
    return left.gt(FALLEN_TO_PCT) ? null : left
  }

  const leftOf = (mint: string): Decimal | null =>
    leftOfDrained(mint) ?? liquidityLeftPct(depths.get(mint) ?? NO_DEPTH)

  const lookAt = (
    position: HeldPosition,
    mint: StoredMintFacts | undefined,
    read: ReadonlyMap<string, AccountUpdate>,
    left: Decimal | null,
  ): Look => {
    const baseline = position.readiness?.baseline
    const warnings: Warning[] = mint && baseline ? tokenChanges(position.symbol, baseline, mint) : []
    if (left)
      warnings.push({
        occasion: `liquidity:${Math.floor(deps.now().getTime() / HOUR_MS)}`,
        level: 'crit',
        title: `Liquidity of ${position.symbol} was taken out`,
        detail: `${left.toFixed(0)} % of the pool's liquidity of the last ten minutes is left. A sale brings less the longer it waits.`,
      })
    const own = deps
      .tokenAccounts(position.wallet, position.mint)
      .flatMap((address) => read.get(address) ?? [])
    return { warnings, frozen: own.some(isFrozenAccount) }
  }

  const take = async (position: HeldPosition, { warnings, frozen }: Look): Promise<void> => {
    const frozenWords = `The token's owner has frozen your account of ${position.symbol}: nothing can be moved or sold until they thaw it.`
    const findings: ReadinessFinding[] = [
      ...(frozen ? [{ check: 'token', level: 'trapped', reason: frozenWords } as const] : []),
      ...warnings.map(({ title, detail }) => ({
        check: 'token' as const,
        level: 'warning' as const,
        reason: `${title}. ${detail}`,
      })),
    ]
    const before = found.get(position.id)
    found.set(position.id, findings)
    const { id: positionId, userId } = position
    for (const { occasion, ...words } of warnings)
      await raiseAlert(deps, { userId, positionId, occasion: `${positionId}:${occasion}`, ...words })
    if (frozen && position.status !== 'TRAPPED') await deps.markTrapped(positionId, frozenWords)
    if (before && wordsOf(before) !== wordsOf(findings)) await hastenReadiness(deps.db, positionId)
  }

  const tellRugs = async (
    held: readonly HeldPosition[],
    left: ReadonlyMap<string, Decimal | null>,
  ): Promise<void> => {
    for (const mint of suspects) if (!left.has(mint)) suspects.delete(mint)
    const symbols = new Map(held.map(({ mint, symbol }) => [mint, symbol]))
    for (const [mint, share] of left) {
      if (!share?.lte(RUG_LEFT_PCT)) suspects.delete(mint)
      else if (!suspects.has(mint)) suspects.add(mint)
      else
        await deps.onRug({
          mint,
          reason: `The liquidity of ${symbols.get(mint)} was taken out: ${share.toFixed(0)} % is left.`,
        })
    }
  }

  return {
    stop: (): void => {
      for (const stop of unsubscribe) stop()
    },
    /** What was found at the last round; null before the first that saw the position. */
    findingsOf: (positionId: string): readonly ReadinessFinding[] | null => found.get(positionId) ?? null,
    round: async (): Promise<void> => {
      const held = await heldPositions(deps.db)
      forgetOthers(found, new Set(held.map(({ id }) => id)))
      const mints = [...new Set(held.map(({ mint }) => mint))]
      const watched = new Set([...mints, ...deps.feed.watched()])
      forgetOthers(depths, watched)
      for (const map of [poolOf, worths, drained]) forgetOthers(map, watched)
      if (held.length === 0) return
      const own = held.flatMap(({ wallet, mint }) => deps.tokenAccounts(wallet, mint))
      const read = await deps.accounts.accounts([...new Set([...mints, ...own])])
      const facts = mintFactsOf(read, mints, deps.now())
      const left = new Map<string, Decimal | null>()
      await inSlices(mints, (mint) => {
        sampleDepth(mint)
        left.set(mint, leftOf(mint))
      })
      for (const position of held) {
        const mint = facts.get(position.mint)
        if (mint && !position.readiness) await storeBaseline(deps.db, position.id, { mint })
        await take(position, lookAt(position, mint, read, left.get(position.mint) ?? null))
      }
      await tellRugs(held, left)
    },
  }
}

const wordsOf = (findings: readonly ReadinessFinding[]): string =>
  findings.map(({ reason }) => reason).join('|')

const forgetOthers = (map: Map<string, unknown>, kept: ReadonlySet<string>): void => {
  for (const key of map.keys()) if (!kept.has(key)) map.delete(key)
}
