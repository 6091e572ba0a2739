import type { HeldPosition } from '@/lib/db/exit-readiness-repository'
import { DEFAULT_VENUE_POLICY } from '@/lib/domain/execution/rank-bids'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { isAppError } from '@/lib/errors'
import type { ChainReader, Simulation } from '@/lib/ports/chain'
import type { SwapPriority, VenueOffer } from '@/lib/ports/execution-venue'
import type { ExecutionDeps } from '../execution/execution-deps'
import type { Routes, SwapRouter } from '../execution/router/swap-router'

export type TrySaleDeps = {
  router: Pick<SwapRouter, 'routes'>
  chain: Pick<ChainReader, 'simulate'>
  verifySwap: ExecutionDeps['verifySwap']
  now: () => Date
}

export type SaleTrial =
  /** `bringsRaw` USDC base units for all of it, from the simulated balances. */
  | { kind: 'sells'; bringsRaw: bigint; lamports: bigint }
  /** Fails on chain at every venue with a fresh quote: nobody can sell it at the moment. */
  | { kind: 'refused'; error: string }
  /** Fails for a want of SOL or of the tokens themselves. */
  | { kind: 'short'; of: 'sol' | 'tokens' }
  | { kind: 'no_route' }
  | { kind: 'unavailable' }

type Kept = { amountRaw: bigint; transaction: Uint8Array; at: number }

/** Any price will do: whether a sale is possible is asked, and what it brings is read from the simulation. */
const TOLERANCE_BPS = 5_000
/** A route is asked for again after so long, or when it fails; in between the same bytes are simulated anew. */
const ROUTE_MS = 600_000
const INSUFFICIENT_FUNDS = 1

/**
 * Sells a position in simulation only: a venue's own transaction, run by a node against the state of now. One venue is
 * asked once in ten minutes a position, the node each time, so that many positions fit into the venues' budgets; only
 * where that sale fails are all asked, because no venue alone may say that a token cannot be sold.
 */
export const createSaleTrials = ({ router, chain, verifySwap, now }: TrySaleDeps) => {
  const kept = new Map<string, Kept>()

  const routesOf = (position: HeldPosition, priority: SwapPriority): Promise<Routes> =>
    router.routes({
      ...{ inputMint: position.mint, outputMint: USDC_MINT, inputRaw: position.amountRaw },
      ...{ slippageBps: TOLERANCE_BPS, wallet: position.wallet, priority },
      ...{ policy: DEFAULT_VENUE_POLICY, failures: 0 },
    })

  /** Built, and no other than what would be signed. */
  const built = async (position: HeldPosition, offer: VenueOffer): Promise<Uint8Array> => {
    const prepared = await offer.build()
    const { inputMint, outputMint, inputRaw, minOutputRaw } = prepared
    await verifySwap(prepared, { wallet: position.wallet, inputMint, outputMint, inputRaw, minOutputRaw })
    kept.set(position.id, {
      ...{ amountRaw: position.amountRaw, transaction: prepared.transaction, at: now().getTime() },
    })
    return prepared.transaction
  }

  const simulate = (position: HeldPosition, transaction: Uint8Array): Promise<Simulation> =>
    chain.simulate(
      transaction,
      { wallet: position.wallet, mints: [position.mint, USDC_MINT] },
      { replaceBlockhash: true },
    )

  const knownRoute = (position: HeldPosition): Uint8Array | null => {
    const known = kept.get(position.id)
    const fresh = known?.amountRaw === position.amountRaw && now().getTime() - known.at < ROUTE_MS
    return fresh ? known.transaction : null
  }

  /** Every venue's sale, one after the other, until one goes through. */
  const anySale = async (position: HeldPosition): Promise<SaleTrial> => {
    const { ranked, complete } = await routesOf(position, 'entry')
    const failed: SaleTrial[] = []
    for (const offer of ranked) {
      const trial = await built(position, offer).then(
        async (transaction) => outcomeOf(position, await simulate(position, transaction)),
        (error: unknown) => trialOfError(error),
      )
      if (trial.kind === 'sells') return trial
      failed.push(trial)
    }
    kept.delete(position.id)
    const hopeful = failed.find(({ kind }) => kind !== 'refused')
    return hopeful ?? (complete ? failed[0]! : { kind: 'unavailable' })
  }

  const trial = async (position: HeldPosition): Promise<SaleTrial> => {
    const known = knownRoute(position)
    if (known) {
      const last = outcomeOf(position, await simulate(position, known))
      if (last.kind === 'sells') return last
    }
    const [offer] = (await routesOf(position, 'refresh')).ranked
    const fresh = await built(position, offer!).then(
      async (transaction) => outcomeOf(position, await simulate(position, transaction)),
      (error: unknown) => trialOfError(error),
    )
    return fresh.kind === 'sells' || fresh.kind === 'short' ? fresh : anySale(position)
  }

  return {
    try: (position: HeldPosition): Promise<SaleTrial> => trial(position).catch(trialOfError),
    forget: (positionIds: ReadonlySet<string>): void => {
      for (const id of kept.keys()) if (!positionIds.has(id)) kept.delete(id)
    },
  }
}

const trialOfError = (error: unknown): SaleTrial => {
  if (!isAppError(error)) throw error
  return { kind: error.code === 'token.unknown' ? 'no_route' : 'unavailable' }
}

const outcomeOf = (position: HeldPosition, last: Simulation): SaleTrial => {
  if (last.after) return { kind: 'sells', bringsRaw: gained(last), lamports: last.before.lamports }
  if (last.blockhashUnknown || last.means === 'slippage' || last.means === 'route')
    return { kind: 'unavailable' }
  // The curve was complete before its next pool was open: it will be sold there.
  if (last.means === 'graduated') return { kind: 'no_route' }
  if (last.failedInstruction === null || last.failedInstruction === undefined)
    return { kind: 'short', of: 'sol' }
  // A node that lags does not have the tokens yet: that says nothing of whether they can be sold.
  const held = last.before.tokens.get(position.mint) ?? 0n
  if (held < position.amountRaw || last.customCode === INSUFFICIENT_FUNDS)
    return { kind: 'short', of: 'tokens' }
  return { kind: 'refused', error: last.error ?? 'it fails' }
}

const gained = ({ before, after }: Simulation): bigint =>
  (after?.tokens.get(USDC_MINT) ?? 0n) - (before.tokens.get(USDC_MINT) ?? 0n)
