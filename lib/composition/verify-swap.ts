import { decodeTransaction } from '@/lib/adapters/solana-transactions/decode-transaction'
import { intentAccounts } from '@/lib/adapters/wire/token-accounts'
import { checkSimulatedBalances } from '@/lib/domain/execution/check-simulated-balances'
import { checkSwap } from '@/lib/domain/execution/check-swap'
import type { Tip } from '@/lib/domain/execution/landing-path'
import { type CheckResult, DEFAULT_SWAP_LIMITS } from '@/lib/domain/execution/swap-intent'
import { AppError } from '@/lib/errors'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { ExecutionDeps, SwapIntent } from '@/lib/services/execution/execution-deps'

const refuseUnless = (result: CheckResult): void => {
  if (!result.ok)
    throw new AppError(
      'venue.unavailable',
      `The venue's transaction was not signed: ${result.problem}. Nothing was sent.`,
    )
}

const full = (intent: SwapIntent, tip: Tip | null = null) => ({
  wallet: intent.wallet,
  inputMint: intent.inputMint,
  outputMint: intent.outputMint,
  inputRaw: intent.inputRaw,
  minOutRaw: intent.minOutputRaw,
  ...intentAccounts(intent.wallet, intent.inputMint, intent.outputMint),
  tip,
  limits: DEFAULT_SWAP_LIMITS,
})

/** Never sign blindly: the bytes must say what the order says, and simulate to what the quote promised. */
export const createSwapVerifier = (
  reader: AccountReader,
): Pick<ExecutionDeps, 'verifySwap' | 'verifySimulation'> => ({
  verifySwap: async (prepared, intent) => {
    const decoded = await decodeTransaction(prepared.transaction, reader)
    refuseUnless(checkSwap(decoded, full(intent, prepared.tip)))
  },
  verifySimulation: (before, after, intent) =>
    refuseUnless(checkSimulatedBalances(before, after, full(intent))),
})
