import type { Executor } from '@/lib/db/client'
import {
  claimReadiness,
  heldPositions,
  type HeldPosition,
  storeReadiness,
} from '@/lib/db/exit-readiness-repository'
import { judgeReadiness, type ReadinessFinding } from '@/lib/domain/exits/exit-readiness'
import { decimal } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { canJudge, isFresh } from '../exits/judgeable-tick'
import type { PriceFeed } from '../prices/price-tick'
import { createSaleTrials, type SaleTrial, type TrySaleDeps } from './try-sale'
import { inDollars } from '@/lib/domain/money/in-words'

export type RefreshReadinessDeps = TrySaleDeps & {
  db: Executor
  feed: Pick<PriceFeed, 'latest' | 'confirmedAt'>
  /** Ways to get a transaction to the network that work at the moment. */
  sendPaths: () => number
  tokenFindings: (positionId: string) => readonly ReadinessFinding[] | null
  /** Stores it and warns of it. */
  markTrapped: (positionId: string, reason: string) => Promise<unknown>
}

/** Looked at again this long after the last look, so that with its own duration it stays below a minute. */
const AGAIN_AFTER_MS = 45_000
const CLAIM_MS = 30_000
const AT_ONCE = 5
/**
 * What an account must keep to stay rent exempt (890,880 lamports: a transaction that leaves less fails), and the fees
 * of a sale in a dear hour.
 */
const FEE_LAMPORTS = 890_880n + 200_000n
/** A sale that brings less than this share of what the price says is a way out nobody would want. */
const WORTH_TAKING = decimal('0.7')

/** Six questions to each position: see docs/algorithms/exit-readiness.md. */
export const createReadinessRefresh = (deps: RefreshReadinessDeps) => {
  const trials = createSaleTrials(deps)

  const saleFindings = (position: HeldPosition, trial: SaleTrial): ReadinessFinding[] => {
    switch (trial.kind) {
      case 'sells':
        return [...worthFindings(deps, position, trial.bringsRaw), ...feeFindings(trial.lamports)]
      case 'refused':
        return [finding('simulation', 'trapped', `A sale fails on the chain: ${trial.error}.`)]
      case 'short':
        return trial.of === 'sol'
          ? [finding('fees', 'warning', 'The wallet lacks the SOL that a sale costs. Deposit some.')]
          : [finding('simulation', 'warning', 'The wallet holds less of the token than this position.')]
      case 'no_route':
        return [finding('quote', 'warning', 'No venue takes all of it at the moment.')]
      case 'unavailable':
        return [finding('quote', 'unknown', 'The venue did not answer; a sale could not be tried.')]
    }
  }

  const lookAt = async (position: HeldPosition): Promise<void> => {
    // While a sell is on its way its outcome is the answer, and its tokens may be gone.
    const trial = position.status === 'CLOSING' ? null : await trials.try(position)
    if (trial?.kind === 'refused' && position.status === 'OPEN')
      await deps.markTrapped(
        position.id,
        `A sale of your ${position.symbol} fails on the chain: ${trial.error}.`,
      )
    // Asked last: a trial takes its time, and what was found meanwhile must not wait for the next look.
    const findings = [
      ...priceFindings(deps, position),
      ...pathFindings(deps.sendPaths()),
      ...(deps.tokenFindings(position.id) ?? [
        finding('token', 'unknown', 'The token was not looked at yet.'),
      ]),
      ...(trial ? saleFindings(position, trial) : []),
    ]
    await storeReadiness(deps.db, position.id, judgeReadiness(findings), deps.now())
  }

  return async (): Promise<void> => {
    const now = deps.now()
    const claimed = await claimReadiness(deps.db, {
      now,
      dueBefore: new Date(now.getTime() - AGAIN_AFTER_MS),
      until: new Date(now.getTime() + CLAIM_MS),
      limit: AT_ONCE,
    })
    if (claimed.length === 0) return
    const held = await heldPositions(deps.db)
    trials.forget(new Set(held.map(({ id }) => id)))
    await Promise.all(held.filter(({ id }) => claimed.includes(id)).map(lookAt))
  }
}

const finding = (
  check: ReadinessFinding['check'],
  level: ReadinessFinding['level'],
  reason: string,
): ReadinessFinding => ({ check, level, reason })

const priceFindings = (
  { feed, now }: Pick<RefreshReadinessDeps, 'feed' | 'now'>,
  { mint }: HeldPosition,
): ReadinessFinding[] => {
  const tick = feed.latest(mint)
  return tick && canJudge(tick) && isFresh(feed.confirmedAt(mint), now())
    ? []
    : [finding('price', 'warning', 'No fresh price: exits wait for a live quote.')]
}

const pathFindings = (paths: number): ReadinessFinding[] =>
  paths >= 2
    ? []
    : [
        finding(
          'paths',
          'warning',
          paths === 1
            ? 'Only one way to the network works; if it fails, a sale waits.'
            : 'No way to the network works at the moment.',
        ),
      ]

const feeFindings = (lamports: bigint): ReadinessFinding[] =>
  lamports >= FEE_LAMPORTS
    ? []
    : [finding('fees', 'warning', 'The wallet has hardly any SOL left for the fees of a sale. Deposit some.')]

const worthFindings = (
  { feed }: Pick<RefreshReadinessDeps, 'feed'>,
  { mint, amountRaw, decimals }: HeldPosition,
  bringsRaw: bigint,
): ReadinessFinding[] => {
  const tick = feed.latest(mint)
  if (!tick) return []
  const brings = toUi(bringsRaw, USDC_DECIMALS)
  const worth = toUi(amountRaw, decimals).mul(tick.priceUsd)
  if (worth.lte(0) || brings.gte(worth.mul(WORTH_TAKING))) return []
  const share = brings.div(worth).mul(decimal('100'))
  return [
    finding(
      'quote',
      'warning',
      `Selling all of it now brings ${inDollars(brings)}, ${share.toFixed(0)} % of what the price says.`,
    ),
  ]
}
