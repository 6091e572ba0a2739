import { trappedPositions } from '@/lib/db/position-repository'
import { walletById } from '@/lib/db/wallet-repository'
import { DEFAULT_VENUE_POLICY } from '@/lib/domain/execution/rank-bids'
import { type AttemptFailure, slippageFor } from '@/lib/domain/execution/retry-policy'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { errorMessage } from '@/lib/errors'
import type { ExecutionDeps } from '../execution/execution-deps'
import { rehearseOffers } from '../execution/rehearse-offers'
import { freeTrapped } from './free-trapped'

export type WatchTrappedDeps = Pick<
  ExecutionDeps,
  | 'db'
  | 'chain'
  | 'router'
  | 'verifySwap'
  | 'verifySimulation'
  | 'pause'
  | 'live'
  | 'logger'
  | 'now'
  | 'newId'
>

const LOOK_AGAIN_MS = 30_000
/** A look costs a quote and a simulation; live traders' exits come first. */
const AT_ONCE = 3

/** Every half minute each trapped position's whole sale is rehearsed, without signing; it is freed when that works. */
export const createTrappedWatch = (deps: WatchTrappedDeps) => {
  const looked = new Map<string, number>()
  return async (signal: AbortSignal): Promise<void> => {
    const now = deps.now().getTime()
    const trapped = await trappedPositions(deps.db)
    const due = trapped.filter(({ id }) => now - (looked.get(id) ?? -LOOK_AGAIN_MS) >= LOOK_AGAIN_MS)
    for (const position of due.slice(0, AT_ONCE)) {
      looked.set(position.id, now)
      if (await canBeSold(deps, position, signal)) await freeTrapped(deps, position.id)
    }
    for (const id of looked.keys()) if (!trapped.some((position) => position.id === id)) looked.delete(id)
  }
}

const canBeSold = async (
  deps: WatchTrappedDeps,
  position: { id: string; walletId: string; tokenMint: string; amountRaw: bigint },
  signal: AbortSignal,
): Promise<boolean> => {
  try {
    const wallet = (await walletById(deps.db, position.walletId))!
    if ((await deps.chain.balances(wallet.address)).frozen.has(position.tokenMint)) return false
    const sides = { inputMint: position.tokenMint, outputMint: USDC_MINT }
    const routes = await deps.router.routes({
      ...sides,
      inputRaw: position.amountRaw,
      slippageBps: slippageFor({ side: 'SELL', reason: 'STOP_LOSS', slippageBps: null, slippageFailures: 9 }),
      wallet: wallet.address,
      priority: 'exit',
      policy: DEFAULT_VENUE_POLICY,
      failures: 0,
    })
    const failureOf = (error: unknown): AttemptFailure => {
      signal.throwIfAborted()
      return { kind: 'unavailable', detail: errorMessage(error) }
    }
    const tried = await rehearseOffers(deps, { ...routes, wallet: wallet.address, sides, failureOf }, signal)
    return !('kind' in tried)
  } catch (error) {
    signal.throwIfAborted()
    deps.logger.info({ positionId: position.id, reason: errorMessage(error) }, 'still trapped')
    return false
  }
}
