import type { AttemptFailure } from '@/lib/domain/execution/retry-policy'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { errorMessage } from '@/lib/errors'
import type { PreparedSwap } from '@/lib/ports/execution-venue'
import type { ExecutionDeps, SwapIntent } from './execution-deps'

export const POOL_MOVED: AttemptFailure = {
  kind: 'pool_moved',
  detail: 'The token graduates: its pool has closed. It is routed through its next pool once that is open.',
}
/** A sale of it must still be paid: its fees, and the 890,880 lamports that an account has to keep. */
const LEAST_LEFT_LAMPORTS = 1_500_000n
const TOO_LITTLE_SOL =
  'It would leave the wallet less than 0.0015 SOL, too little to sell again. Deposit SOL. Nothing was sent.'
const SIMULATIONS = 5
const SIMULATE_AGAIN_MS = 150

export type RehearsalDeps = Pick<ExecutionDeps, 'chain' | 'verifySwap' | 'verifySimulation' | 'pause'>

/** Checks a built swap against its intent and simulates it; null when it would go through. Nothing is signed. */
export const rehearseSwap = async (
  deps: RehearsalDeps,
  wallet: string,
  sides: { inputMint: string; outputMint: string },
  prepared: PreparedSwap,
  signal: AbortSignal,
): Promise<AttemptFailure | null> => {
  const { inputRaw, minOutputRaw } = prepared
  const intent: SwapIntent = { wallet, ...sides, inputRaw, minOutputRaw }
  await deps.verifySwap(prepared, intent)
  return simulate(deps, prepared, intent, signal)
}

/**
 * The balances before are read beside the simulation, and another order of the wallet may land between the
 * two. So a difference that does not keep the intent counts only when it stays, and even then it is tried again.
 */
const simulate = async (
  deps: RehearsalDeps,
  prepared: PreparedSwap,
  intent: SwapIntent,
  signal: AbortSignal,
): Promise<AttemptFailure | null> => {
  for (let more = SIMULATIONS - 1; ; more -= 1)
    try {
      return await simulateOnce(deps, prepared, intent)
    } catch (error) {
      if (!(error instanceof MismatchError)) throw error
      if (more === 0) return { kind: 'unavailable', detail: errorMessage(error.cause) }
      await deps.pause(SIMULATE_AGAIN_MS, signal)
    }
}

class MismatchError extends Error {}

const simulateOnce = async (
  deps: RehearsalDeps,
  prepared: PreparedSwap,
  intent: SwapIntent,
): Promise<AttemptFailure | null> => {
  const simulation = await deps.chain.simulate(
    prepared.transaction,
    { wallet: intent.wallet, mints: [intent.inputMint, intent.outputMint] },
    // Only an entry pays in dollars.
    { entry: intent.inputMint === USDC_MINT },
  )
  if (simulation.means === 'slippage')
    return { kind: 'slippage', detail: 'The price moved past the tolerance before anything was sent.' }
  if (simulation.means === 'graduated') return POOL_MOVED
  if (simulation.blockhashUnknown)
    return { kind: 'unavailable', detail: 'No node knows the blockhash of the venue yet. Nothing was sent.' }
  if (simulation.means === 'route')
    return {
      kind: 'unavailable',
      detail: `The route is out of date: ${simulation.error}. Nothing was sent; another one is asked for.`,
    }
  if (simulation.error !== null || !simulation.after)
    return {
      kind: 'refused',
      detail: `The simulated swap failed: ${simulation.error ?? 'no balances'}. Nothing was sent.`,
    }
  if (intent.inputMint === USDC_MINT && simulation.after.lamports < LEAST_LEFT_LAMPORTS)
    return { kind: 'refused', detail: TOO_LITTLE_SOL }
  try {
    deps.verifySimulation(simulation.before, simulation.after, intent)
  } catch (cause) {
    throw new MismatchError('the simulated balances do not keep the intent', { cause })
  }
  return null
}
