import {
  heldPositions,
  hastenReadiness,
  type HeldPosition,
  storeBaseline,
} from '@/lib/db/exit-readiness-repository'
import type { ReadinessFinding } from '@/lib/domain/exits/exit-readiness'
import type { Decimal } from '@/lib/domain/money/decimal'
import { type DepthSample, liquidityLeftPct, RUG_LEFT_PCT, withDepth } from '@/lib/domain/pools/depth-window'
import type { StoredMintFacts } from '@/lib/domain/tokens/safety'
import { isFrozenAccount } from '@/lib/domain/tokens/token-account-state'
import { tokenChanges } from '@/lib/domain/tokens/token-changes'
import type { AccountReader, AccountUpdate } from '@/lib/ports/account-stream'
import { raiseAlert, type RaiseAlertDeps } from '../alerts/raise-alert'
import type { PriceFeed } from '../prices/price-tick'
import { mintFactsOf } from '../safety/read-mint-facts'

export type TokenWatchDeps = RaiseAlertDeps & {
  accounts: AccountReader
  feed: Pick<PriceFeed, 'latest' | 'onTick' | 'watched'>
  /** The wallet's associated accounts of a mint, under either token program. */
  tokenAccounts: (wallet: string, mint: string) => readonly string[]
  /** Stores it and warns of it. */
  markTrapped: (positionId: string, reason: string) => Promise<unknown>
  /** The liquidity of a held token was pulled: its deployer is not to be trusted again. */
  onRug: (rug: { mint: string; reason: string }) => Promise<unknown>
}

/** A warning with the words for the position's badge. */
type Warning = { occasion: string; level: 'warn' | 'crit'; title: string; detail: string }
type Look = { warnings: Warning[]; frozen: boolean; left: Decimal | null }

const HOUR_MS = 3_600_000
/** Ticks come with each swap; the window needs no more than this. */
const SAMPLE_MS = 2_000

/**
 * Watches what is held: the powers over its token, the liquidity behind it, and whether its account is frozen. One
 * read of the chain a round for all positions together. Each change is told once; a frozen position is marked.
 */
export const createTokenWatch = (deps: TokenWatchDeps) => {
  const depths = new Map<string, DepthSample[]>()
  const poolOf = new Map<string, string>()
  const found = new Map<string, ReadinessFinding[]>()

  const sampleDepth = (mint: string): void => {
    const pool = deps.feed.latest(mint)?.pool
    // The next pool of a token that graduated has a depth of its own.
    if (pool && poolOf.get(mint) !== pool.address) depths.delete(mint)
    if (pool) poolOf.set(mint, pool.address)
    if (pool) depths.set(mint, withDepth(depths.get(mint) ?? [], pool, deps.now().getTime()))
  }

  /** Also of tokens not held yet: what counts is the liquidity there was when they were bought. */
  const stopSampling = deps.feed.onTick(({ mint }) => {
    const last = depths.get(mint)?.at(-1)
    if (!last || deps.now().getTime() - last.at >= SAMPLE_MS) sampleDepth(mint)
  })

  const lookAt = (
    position: HeldPosition,
    mint: StoredMintFacts | undefined,
    read: ReadonlyMap<string, AccountUpdate>,
  ): Look => {
    const baseline = position.readiness?.baseline
    const warnings: Warning[] = mint && baseline ? tokenChanges(position.symbol, baseline, mint) : []
    const left = liquidityLeftPct(depths.get(position.mint) ?? [])
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
    return { warnings, frozen: own.some(isFrozenAccount), left }
  }

  const take = async (position: HeldPosition, { warnings, frozen, left }: Look): Promise<void> => {
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
    if (left?.lte(RUG_LEFT_PCT))
      await deps.onRug({
        mint: position.mint,
        reason: `The liquidity of ${position.symbol} was taken out: ${left.toFixed(0)} % is left.`,
      })
    if (frozen && position.status !== 'TRAPPED') await deps.markTrapped(positionId, frozenWords)
    if (before && wordsOf(before) !== wordsOf(findings)) await hastenReadiness(deps.db, positionId)
  }

  return {
    stop: stopSampling,
    /** What was found at the last round; null before the first that saw the position. */
    findingsOf: (positionId: string): readonly ReadinessFinding[] | null => found.get(positionId) ?? null,
    round: async (): Promise<void> => {
      const held = await heldPositions(deps.db)
      forgetOthers(found, new Set(held.map(({ id }) => id)))
      const mints = [...new Set(held.map(({ mint }) => mint))]
      const watched = new Set([...mints, ...deps.feed.watched()])
      forgetOthers(depths, watched)
      forgetOthers(poolOf, watched)
      if (held.length === 0) return
      const own = held.flatMap(({ wallet, mint }) => deps.tokenAccounts(wallet, mint))
      const read = await deps.accounts.accounts([...new Set([...mints, ...own])])
      const facts = mintFactsOf(read, mints, deps.now())
      mints.forEach(sampleDepth)
      for (const position of held) {
        const mint = facts.get(position.mint)
        if (mint && !position.readiness) await storeBaseline(deps.db, position.id, { mint })
        await take(position, lookAt(position, mint, read))
      }
    },
  }
}

const wordsOf = (findings: readonly ReadinessFinding[]): string =>
  findings.map(({ reason }) => reason).join('|')

const forgetOthers = (map: Map<string, unknown>, kept: ReadonlySet<string>): void => {
  for (const key of map.keys()) if (!kept.has(key)) map.delete(key)
}
