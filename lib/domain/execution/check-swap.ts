import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import { networkFee } from './compute-budget'
import type { DecodedInstruction, DecodedTransaction } from './decoded-transaction'
import { isJupiterTokenAccountCreation, readJupiterRoute, type JupiterRoute } from './jupiter-route'
import { u32At, u64At } from './little-endian'
import {
  ASSOCIATED_TOKEN_PROGRAM,
  COMPUTE_BUDGET_PROGRAM,
  JUPITER_PROGRAM,
  MEMO_PROGRAMS,
  SYSTEM_PROGRAM,
  TIP_ACCOUNTS,
} from './program-addresses'
import type { CheckResult, SwapIntent } from './swap-intent'
import { checkTokenInstruction } from './token-instruction'

/** What the instructions read so far add up to. */
type Tally = {
  swaps: number
  inputRaw: bigint
  guaranteedOutRaw: bigint
  transferredLamports: bigint
  created: number
}

const MAX_NEW_ACCOUNTS = 4

/**
 * Decides whether a venue's transaction does what was asked and nothing else (F22). Everything not
 * recognised is refused: the list of what is allowed is short, the list of tricks is not.
 */
export const checkSwap = (transaction: DecodedTransaction, intent: SwapIntent): CheckResult => {
  const problem = findProblem(transaction, intent)
  return problem === null ? { ok: true } : { ok: false, problem }
}

const findProblem = (transaction: DecodedTransaction, intent: SwapIntent): string | null => {
  if (transaction.feePayer !== intent.wallet)
    return `the fee payer is ${transaction.feePayer}, not the wallet`
  if (transaction.signers.length !== 1 || transaction.signers[0] !== intent.wallet) {
    return 'it needs the signature of another account'
  }
  const fee = networkFee(transaction)
  if (typeof fee === 'string') return fee
  if (fee > intent.limits.maxFeeLamports) {
    return `the network fee of ${fee} lamports is above the cap of ${intent.limits.maxFeeLamports}`
  }
  const tally: Tally = { swaps: 0, inputRaw: 0n, guaranteedOutRaw: 0n, transferredLamports: 0n, created: 0 }
  for (const [index, instruction] of transaction.instructions.entries()) {
    const problem = checkInstruction(instruction, intent, tally)
    if (problem !== null) return `instruction ${index + 1}: ${problem}`
  }
  return checkTally(tally, intent)
}

const checkTally = (tally: Tally, intent: SwapIntent): string | null => {
  if (tally.swaps !== 1) return tally.swaps === 0 ? 'it swaps nothing' : 'it swaps more than once'
  if (tally.inputRaw > intent.inputRaw)
    return `it spends ${tally.inputRaw} base units of ${intent.inputRaw} allowed`
  // Venues round their minimum up, the program rounds it down.
  if (tally.guaranteedOutRaw + 1n < intent.minOutRaw) {
    return `it guarantees ${tally.guaranteedOutRaw} base units where ${intent.minOutRaw} were promised`
  }
  if (tally.transferredLamports > intent.limits.maxTransferLamports) {
    return `it sends away ${tally.transferredLamports} lamports, above the cap of ${intent.limits.maxTransferLamports}`
  }
  return null
}

const checkInstruction = (
  instruction: DecodedInstruction,
  intent: SwapIntent,
  tally: Tally,
): string | null => {
  const { programId } = instruction
  if (programId === COMPUTE_BUDGET_PROGRAM || MEMO_PROGRAMS.includes(programId)) return null
  if (programId === JUPITER_PROGRAM) return checkJupiter(instruction, intent, tally)
  if (programId === SYSTEM_PROGRAM) return checkSystem(instruction, intent, tally)
  if (programId === ASSOCIATED_TOKEN_PROGRAM) return checkAccountCreation(instruction, intent, tally)
  if (programId === TOKEN_PROGRAM || programId === TOKEN_2022_PROGRAM) {
    const spent = checkTokenInstruction(instruction, intent)
    if (typeof spent === 'string') return spent
    tally.inputRaw += spent
    return null
  }
  return `calls the program ${programId}, which a swap does not need`
}

const checkJupiter = (instruction: DecodedInstruction, intent: SwapIntent, tally: Tally): string | null => {
  if (isJupiterTokenAccountCreation(instruction)) return countCreation(tally)
  const route = readJupiterRoute(instruction)
  if (!route) return 'is not an exact-in route of Jupiter'
  tally.swaps += 1
  tally.inputRaw += route.inputRaw
  tally.guaranteedOutRaw = (route.quotedOutRaw * BigInt(Math.max(0, 10_000 - route.slippageBps))) / 10_000n
  return checkRoute(route, intent)
}

const checkRoute = (route: JupiterRoute, intent: SwapIntent): string | null => {
  if (route.authority !== intent.wallet) return `spends in the name of ${route.authority}`
  if (!intent.inputAccounts.includes(route.source))
    return `spends from ${route.source}, not from the input account`
  if (!intent.outputAccounts.includes(route.destination)) return `pays the output to ${route.destination}`
  if (route.redirect !== null && !intent.outputAccounts.includes(route.redirect)) {
    return `pays the output to ${route.redirect}`
  }
  if (route.sourceMint !== null && route.sourceMint !== intent.inputMint) return `sells ${route.sourceMint}`
  if (route.destinationMint !== intent.outputMint) return `buys ${route.destinationMint}`
  if (route.platformFeeBps > intent.limits.maxPlatformFeeBps) {
    return `keeps ${route.platformFeeBps} bps of the output, above the cap of ${intent.limits.maxPlatformFeeBps}`
  }
  return null
}

const checkSystem = (
  { data, accounts }: DecodedInstruction,
  intent: SwapIntent,
  tally: Tally,
): string | null => {
  const TRANSFER = 2
  const lamports = u64At(data, 4)
  const [, to] = accounts
  if (u32At(data, 0) !== TRANSFER || lamports === null || !to)
    return 'is a System instruction other than a transfer'
  if (to !== intent.wrappedSolAccount && !TIP_ACCOUNTS.includes(to)) return `sends lamports to ${to}`
  tally.transferredLamports += lamports
  return null
}

const checkAccountCreation = ({ data, accounts }: DecodedInstruction, intent: SwapIntent, tally: Tally) => {
  const creates = data.length === 0 || (data.length === 1 && data[0]! <= 1)
  if (!creates) return 'is not the creation of a token account'
  if (accounts[2] !== intent.wallet) return `pays for a token account of ${accounts[2] ?? 'nobody'}`
  return countCreation(tally)
}

const countCreation = (tally: Tally): string | null =>
  ++tally.created > MAX_NEW_ACCOUNTS ? `creates more than ${MAX_NEW_ACCOUNTS} token accounts` : null
