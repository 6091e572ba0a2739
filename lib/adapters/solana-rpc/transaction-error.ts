import { explainFailure } from '@/lib/domain/execution/explain-failure'
import type { FailureMeaning } from '@/lib/domain/execution/program-errors'

/** What went wrong in words, the program's own error number when it gave one, and what follows for the order. */
export type TransactionFailure = { error: string; customCode: number | null; means: FailureMeaning }

const PLAIN: Record<string, string> = {
  AccountNotFound: 'the fee payer has no SOL',
  AlreadyProcessed: 'the transaction has already been processed',
  BlockhashNotFound: 'the blockhash is unknown or has expired',
  InsufficientFundsForFee: 'not enough SOL for the network fee',
  InsufficientFundsForRent: 'not enough SOL for the rent of an account',
  InvalidRentPayingAccount: 'not enough SOL for the rent of an account',
  SignatureFailure: 'a signature is missing or wrong',
}

/** Reads the RPC's TransactionError: a name, or an object like {"InstructionError":[3,{"Custom":6001}]}. */
export const describeTransactionError = (err: unknown, logs: readonly string[] = []): TransactionFailure => {
  if (typeof err === 'string') return { error: PLAIN[err] ?? err, customCode: null, means: 'other' }
  const [name, detail] = firstEntry(err)
  if (name !== 'InstructionError' || !Array.isArray(detail)) {
    return { error: (name && PLAIN[name]) || JSON.stringify(err), customCode: null, means: 'other' }
  }
  const [index, reason] = detail as [unknown, unknown]
  const [kind, custom] = firstEntry(reason)
  const code = kind === 'Custom' && typeof custom === 'number' ? custom : null
  const failure = {
    index: Number(index),
    code,
    name: typeof reason === 'string' ? reason : JSON.stringify(reason),
  }
  const { words, means } = explainFailure(failure, logs)
  return { error: words, customCode: code, means }
}

const NOTHING = { error: null, customCode: null, means: null } as const

/** `logs`: what the programs wrote, where that is known. */
export const failureOf = (
  err: unknown,
  logs?: readonly string[] | null,
): TransactionFailure | typeof NOTHING =>
  err === null || err === undefined ? NOTHING : describeTransactionError(err, logs ?? [])

const firstEntry = (value: unknown): [string, unknown] | [null, null] =>
  typeof value === 'object' && value !== null ? (Object.entries(value)[0] ?? [null, null]) : [null, null]

/** Counted from 0; null when the error is not one instruction's. */
export const failedInstructionOf = (err: unknown): number | null => {
  const [name, detail] = firstEntry(err)
  return name === 'InstructionError' && Array.isArray(detail) ? Number(detail[0]) : null
}
