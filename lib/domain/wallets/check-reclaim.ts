import { networkFee } from '@/lib/domain/execution/compute-budget'
import type { DecodedInstruction, DecodedTransaction } from '@/lib/domain/execution/decoded-transaction'
import { u64At } from '@/lib/domain/execution/little-endian'
import { COMPUTE_BUDGET_PROGRAM } from '@/lib/domain/execution/program-addresses'
import type { CheckResult } from '@/lib/domain/execution/swap-intent'
import { type AccountToClose, reclaimFeeLamports, type ReclaimRequest } from './reclaim'

const BURN_CHECKED = 15
const CLOSE_ACCOUNT = 9

/**
 * Decides whether a transaction closes exactly the accounts that were asked for, pays their rent to their owner,
 * and burns exactly what they hold. Everything not recognised is refused, as in a swap (F22).
 */
export const checkReclaim = (transaction: DecodedTransaction, request: ReclaimRequest): CheckResult => {
  const problem = findProblem(transaction, request)
  return problem === null ? { ok: true } : { ok: false, problem }
}

const findProblem = (transaction: DecodedTransaction, { owner, accounts }: ReclaimRequest): string | null => {
  if (transaction.feePayer !== owner) return `the fee payer is ${transaction.feePayer}, not the wallet`
  if (transaction.signers.length !== 1) return 'it needs the signature of another account'
  const fee = networkFee(transaction)
  if (typeof fee === 'string') return fee
  const cap = reclaimFeeLamports(accounts.length)
  if (fee > cap) return `the network fee of ${fee} lamports is above the cap of ${cap}`
  const left = accounts.flatMap((account) => stepsOf(account))
  for (const [index, instruction] of transaction.instructions.entries()) {
    if (instruction.programId === COMPUTE_BUDGET_PROGRAM) continue
    const step = left.shift()
    if (!step) return `instruction ${index + 1}: does more than was asked`
    const problem = check(instruction, owner, step)
    if (problem !== null) return `instruction ${index + 1}: ${problem}`
  }
  return left.length === 0 ? null : `it leaves out ${left.length} of the steps`
}

type Step = { account: AccountToClose; kind: 'burn' | 'close' }

const stepsOf = (account: AccountToClose): Step[] => [
  ...(account.amountRaw > 0n ? [{ account, kind: 'burn' as const }] : []),
  { account, kind: 'close' },
]

const check = (instruction: DecodedInstruction, owner: string, { account, kind }: Step): string | null => {
  if (instruction.programId !== account.program) return `calls the program ${instruction.programId}`
  return kind === 'burn' ? checkBurn(instruction, owner, account) : checkClose(instruction, owner, account)
}

const checkBurn = ({ data, accounts }: DecodedInstruction, owner: string, asked: AccountToClose) => {
  if (data[0] !== BURN_CHECKED || data.length !== 10) return 'is not the burning of what is left'
  if (accounts[0] !== asked.address) return `burns from ${accounts[0]}`
  if (accounts[1] !== asked.mint) return `burns ${accounts[1]}`
  if (accounts[2] !== owner) return `burns in the name of ${accounts[2]}`
  if (data[9] !== asked.decimals) return `counts ${data[9]} decimals, the token has ${asked.decimals}`
  const amount = u64At(data, 1)
  return amount === asked.amountRaw ? null : `burns ${amount} base units, not ${asked.amountRaw}`
}

const checkClose = ({ data, accounts }: DecodedInstruction, owner: string, asked: AccountToClose) => {
  if (data[0] !== CLOSE_ACCOUNT || data.length !== 1) return 'is not the closing of an account'
  if (accounts[0] !== asked.address) return `closes ${accounts[0]}`
  if (accounts[1] !== owner) return `pays the rent to ${accounts[1]}`
  return accounts[2] === owner ? null : `closes in the name of ${accounts[2]}`
}
