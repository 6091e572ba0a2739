import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import { networkFee } from './compute-budget'
import type { DecodedInstruction, DecodedTransaction } from './decoded-transaction'
import { isJupiterTokenAccountCreation, readJupiterRoute, type JupiterRoute } from './jupiter-route'
import { u32At, u64At } from './little-endian'
import { isMeteoraProgram, readMeteoraSwap, type MeteoraSwap } from './meteora-swap'
import {
  ASSOCIATED_TOKEN_PROGRAM,
  COMPUTE_BUDGET_PROGRAM,
  JUPITER_PROGRAM,
  MEMO_PROGRAMS,
  SYSTEM_PROGRAM,
} from './program-addresses'
import type { CheckResult, SwapIntent } from './swap-intent'
import { isTipAccount } from './tip-accounts'
import { checkTokenInstruction } from './token-instruction'

/** What the instructions read so far add up to. */
type Tally = {
  swaps: number
  inputRaw: bigint
  guaranteedOutRaw: bigint
  /** What the swap should bring before slippage; of it, what a fee of the venue's takes afterwards. */
  quotedOutRaw: bigint
  keptOutRaw: bigint
  transferredLamports: bigint
  tips: number
  created: number
  /** Accounts opened for somebody else, and who was sent tokens. */
  foreign: string[]
  receivers: string[]
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
  const tally: Tally = {
    ...{ swaps: 0, inputRaw: 0n, guaranteedOutRaw: 0n, quotedOutRaw: 0n, keptOutRaw: 0n },
    ...{ transferredLamports: 0n, tips: 0, created: 0, foreign: [], receivers: [] },
  }
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
  const mostKept = (tally.quotedOutRaw * BigInt(intent.limits.maxPlatformFeeBps)) / 10_000n + 1n
  if (tally.keptOutRaw > mostKept)
    return `it keeps ${tally.keptOutRaw} base units of the output, above the cap of ${mostKept}`
  const guaranteed = tally.guaranteedOutRaw - tally.keptOutRaw
  // Venues round their minimum up, the program rounds it down.
  if (guaranteed + 1n < intent.minOutRaw) {
    return `it guarantees ${guaranteed} base units where ${intent.minOutRaw} were promised`
  }
  const [foreign, ...more] = tally.foreign
  if (more.length > 0 || (foreign !== undefined && !tally.receivers.includes(foreign)))
    return `it pays for a token account of somebody else (${foreign})`
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
  if (isMeteoraProgram(programId)) return checkMeteora(instruction, intent, tally)
  if (programId === SYSTEM_PROGRAM) return checkSystem(instruction, intent, tally)
  if (programId === ASSOCIATED_TOKEN_PROGRAM) return checkAccountCreation(instruction, intent, tally)
  if (programId === TOKEN_PROGRAM || programId === TOKEN_2022_PROGRAM) {
    const move = checkTokenInstruction(instruction, intent)
    if (typeof move === 'string') return move
    tally.inputRaw += move.inputRaw
    tally.keptOutRaw += move.outputRaw
    if (move.receiver !== null) tally.receivers.push(move.receiver)
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
  tally.quotedOutRaw = route.quotedOutRaw
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

/** A pool's own swap. It names no quote, only the least that must come out. */
const checkMeteora = (instruction: DecodedInstruction, intent: SwapIntent, tally: Tally): string | null => {
  const swap = readMeteoraSwap(instruction)
  if (!swap) return 'is not a swap of Meteora'
  tally.swaps += 1
  tally.inputRaw += swap.inputRaw
  tally.guaranteedOutRaw = swap.guaranteedOutRaw
  tally.quotedOutRaw = swap.guaranteedOutRaw
  return checkPoolSwap(swap, intent)
}

const checkPoolSwap = (swap: MeteoraSwap, intent: SwapIntent): string | null => {
  if (swap.authority !== intent.wallet) return `spends in the name of ${swap.authority}`
  if (!intent.inputAccounts.includes(swap.source))
    return `spends from ${swap.source}, not from the input account`
  if (!intent.outputAccounts.includes(swap.destination)) return `pays the output to ${swap.destination}`
  const missing = [intent.inputMint, intent.outputMint].find((mint) => !swap.mints.includes(mint))
  return missing === undefined ? null : `swaps in a pool without ${missing}`
}

const checkSystem = (
  { data, accounts }: DecodedInstruction,
  intent: SwapIntent,
  tally: Tally,
): string | null => {
  const TRANSFER = 2
  const lamports = u64At(data, 4)
  const [from, to] = accounts
  if (u32At(data, 0) !== TRANSFER || lamports === null || !to)
    return 'is a System instruction other than a transfer'
  if (to === intent.wrappedSolAccount) {
    tally.transferredLamports += lamports
    return null
  }
  const { tip, wallet } = intent
  if (!tip || to !== tip.account || !isTipAccount(to)) return `sends lamports to ${to}`
  if (from !== wallet) return `tips in the name of ${from}`
  if (++tally.tips > 1) return 'tips a second time'
  return lamports > tip.lamports ? `tips ${lamports} lamports, ${tip.lamports} were agreed` : null
}

const checkAccountCreation = ({ data, accounts }: DecodedInstruction, intent: SwapIntent, tally: Tally) => {
  const creates = data.length === 0 || (data.length === 1 && data[0]! <= 1)
  if (!creates) return 'is not the creation of a token account'
  const [payer, account, owner, mint] = accounts
  if (owner !== intent.wallet) {
    const traded = mint === intent.inputMint || mint === intent.outputMint
    if (payer !== intent.wallet || !account || !traded)
      return `pays for a token account of ${owner ?? 'nobody'}`
    // The venue's, so that its fee can be sent there: judged with the transfers.
    tally.foreign.push(account)
  }
  return countCreation(tally)
}

const countCreation = (tally: Tally): string | null =>
  ++tally.created > MAX_NEW_ACCOUNTS ? `creates more than ${MAX_NEW_ACCOUNTS} token accounts` : null
