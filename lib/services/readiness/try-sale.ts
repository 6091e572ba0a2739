import type { HeldPosition } from '@/lib/db/exit-readiness-repository'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { isAppError } from '@/lib/errors'
import type { ChainReader, Simulation } from '@/lib/ports/chain'
import { prepareBest, type SwapRouter } from '../execution/router/swap-router'

export type TrySaleDeps = {
  router: Pick<SwapRouter, 'routes'>
  chain: Pick<ChainReader, 'simulate'>
  now: () => Date
}

export type SaleTrial =
  /** `bringsRaw` USDC base units for all of it, from the simulated balances. */
  | { kind: 'sells'; bringsRaw: bigint; lamports: bigint }
  /** Fails on chain with a fresh quote, twice: nobody can sell it at the moment. */
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
 * Sells a position in simulation only: the venue's own transaction, run by a node against the state of now. The venue
 * is asked once in ten minutes a position, the node each time, so that many positions fit into the venue's budget.
 */
export const createSaleTrials = ({ router, chain, now }: TrySaleDeps) => {
  const kept = new Map<string, Kept>()

  const transactionFor = async (position: HeldPosition, fresh: boolean): Promise<Uint8Array> => {
    const known = kept.get(position.id)
    const at = now().getTime()
    if (!fresh && known?.amountRaw === position.amountRaw && at - known.at < ROUTE_MS)
      return known.transaction
    const { transaction } = await prepareBest(router, {
      ...{ inputMint: position.mint, outputMint: USDC_MINT, inputRaw: position.amountRaw },
      ...{ slippageBps: TOLERANCE_BPS, wallet: position.wallet, priority: 'refresh' },
    })
    kept.set(position.id, { amountRaw: position.amountRaw, transaction, at })
    return transaction
  }

  const simulate = async (position: HeldPosition, fresh: boolean): Promise<Simulation> =>
    chain.simulate(
      await transactionFor(position, fresh),
      { wallet: position.wallet, mints: [position.mint, USDC_MINT] },
      { replaceBlockhash: true },
    )

  const trial = async (position: HeldPosition): Promise<SaleTrial> => {
    let last = await simulate(position, false)
    for (let tries = 0; tries < 2 && !last.after; tries++) last = await simulate(position, true)
    if (last.after) return { kind: 'sells', bringsRaw: gained(last), lamports: last.before.lamports }
    kept.delete(position.id)
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

  return {
    try: async (position: HeldPosition): Promise<SaleTrial> => {
      try {
        return await trial(position)
      } catch (error) {
        if (!isAppError(error)) throw error
        return { kind: error.code === 'token.unknown' ? 'no_route' : 'unavailable' }
      }
    },
    forget: (positionIds: ReadonlySet<string>): void => {
      for (const id of kept.keys()) if (!positionIds.has(id)) kept.delete(id)
    },
  }
}

const gained = ({ before, after }: Simulation): bigint =>
  (after?.tokens.get(USDC_MINT) ?? 0n) - (before.tokens.get(USDC_MINT) ?? 0n)
