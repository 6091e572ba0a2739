import { networkFee } from '@/lib/domain/execution/compute-budget'
import type { DecodedInstruction, DecodedTransaction } from '@/lib/domain/execution/decoded-transaction'
import { u32At, u64At } from '@/lib/domain/execution/little-endian'
import {
  ASSOCIATED_TOKEN_PROGRAM,
  COMPUTE_BUDGET_PROGRAM,
  SYSTEM_PROGRAM,
} from '@/lib/domain/execution/program-addresses'
import type { CheckResult } from '@/lib/domain/execution/swap-intent'

/** What a transfer must do, and nothing else. */
export type TransferIntent = {
  /** Owner, fee payer and only signer. */
  from: string
  to: string
  amountRaw: bigint
  maxFeeLamports: bigint
  /** null: native SOL. */
  token: {
    mint: string
    decimals: number
    program: string
    /** Associated accounts of both sides. */
    source: string
    destination: string
  } | null
}

const SYSTEM_TRANSFER = 2
const TRANSFER_CHECKED = 12
const CREATE_IDEMPOTENT = 1

/**
 * Decides whether a transaction makes exactly one transfer, the one that was asked for. Everything not
 * recognised is refused, as in a swap (F22).
 */
export const checkTransfer = (transaction: DecodedTransaction, intent: TransferIntent): CheckResult => {
  const problem = findProblem(transaction, intent)
  return problem === null ? { ok: true } : { ok: false, problem }
}

const findProblem = (transaction: DecodedTransaction, intent: TransferIntent): string | null => {
  if (transaction.feePayer !== intent.from) return `the fee payer is ${transaction.feePayer}, not the wallet`
  if (transaction.signers.length !== 1) return 'it needs the signature of another account'
  const fee = networkFee(transaction)
  if (typeof fee === 'string') return fee
  if (fee > intent.maxFeeLamports)
    return `the network fee of ${fee} lamports is above the cap of ${intent.maxFeeLamports}`
  let transfers = 0
  for (const [index, instruction] of transaction.instructions.entries()) {
    if (instruction.programId === COMPUTE_BUDGET_PROGRAM) continue
    const verdict = checkInstruction(instruction, intent)
    if (typeof verdict === 'string') return `instruction ${index + 1}: ${verdict}`
    if (verdict) transfers += 1
  }
  return transfers === 1 ? null : `it makes ${transfers} transfers instead of one`
}

/** True for the transfer, false for what may go with it, or why it is refused. */
const checkInstruction = (instruction: DecodedInstruction, intent: TransferIntent): boolean | string => {
  const { programId } = instruction
  if (!intent.token)
    return programId === SYSTEM_PROGRAM
      ? checkSol(instruction, intent)
      : `calls the program ${programId}, which a SOL transfer does not need`
  if (programId === intent.token.program) return checkToken(instruction, intent, intent.token)
  if (programId === ASSOCIATED_TOKEN_PROGRAM) return checkCreation(instruction, intent, intent.token)
  return `calls the program ${programId}, which a token transfer does not need`
}

const checkSol = ({ data, accounts }: DecodedInstruction, intent: TransferIntent): boolean | string => {
  if (u32At(data, 0) !== SYSTEM_TRANSFER || data.length !== 12) return 'is no transfer of SOL'
  if (accounts[0] !== intent.from) return `takes SOL from ${accounts[0]}`
  if (accounts[1] !== intent.to) return `sends SOL to ${accounts[1]}`
  const lamports = u64At(data, 4)
  return lamports === intent.amountRaw || `sends ${lamports} lamports, not ${intent.amountRaw}`
}

type Token = NonNullable<TransferIntent['token']>

const checkToken = (
  { data, accounts }: DecodedInstruction,
  intent: TransferIntent,
  token: Token,
): boolean | string => {
  if (data[0] !== TRANSFER_CHECKED || data.length !== 10) return 'is no checked transfer'
  const [source, mint, destination, authority] = accounts
  if (source !== token.source) return `transfers from ${source}`
  if (mint !== token.mint) return `transfers ${mint}`
  if (destination !== token.destination) return `transfers to ${destination}`
  if (authority !== intent.from) return `transfers in the name of ${authority}`
  if (data[9] !== token.decimals) return `counts ${data[9]} decimals, the token has ${token.decimals}`
  const amount = u64At(data, 1)
  return amount === intent.amountRaw || `transfers ${amount} base units, not ${intent.amountRaw}`
}

const checkCreation = (
  { data, accounts }: DecodedInstruction,
  intent: TransferIntent,
  token: Token,
): boolean | string => {
  if (data.length !== 1 || data[0] !== CREATE_IDEMPOTENT) return 'is not the creation of a token account'
  const [payer, account, owner, mint] = accounts
  if (payer !== intent.from || account !== token.destination || owner !== intent.to || mint !== token.mint)
    return `opens a token account of ${owner} for ${mint}`
  return false
}
