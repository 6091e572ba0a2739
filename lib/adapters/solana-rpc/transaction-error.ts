/** What went wrong in words, and the program's own error number when it gave one. */
export type TransactionFailure = { error: string; customCode: number | null }

const PLAIN: Record<string, string> = {
  AccountNotFound: 'the fee payer has no SOL',
  AlreadyProcessed: 'the transaction has already been processed',
  BlockhashNotFound: 'the blockhash is unknown or has expired',
  InsufficientFundsForFee: 'not enough SOL for the network fee',
  InsufficientFundsForRent: 'not enough SOL for the rent of an account',
  InvalidRentPayingAccount: 'not enough SOL for the rent of an account',
  SignatureFailure: 'a signature is missing or wrong',
}

/** Jupiter's codes (6000 and above, dev.jup.ag/docs/swap/common-errors) and the token program's. */
const CUSTOM: Record<number, string> = {
  1: 'not enough funds',
  17: 'the token account is frozen',
  6001: 'the price moved beyond the slippage limit',
  6008: 'the swap lacks an account',
  6014: 'the token program does not fit the token',
  6017: 'the exact output amount was missed',
  6024: 'not enough funds for the swap, its fees or rent',
  6025: 'a token account is invalid',
}

/** Reads the RPC's TransactionError: a name, or an object like {"InstructionError":[3,{"Custom":6001}]}. */
export const describeTransactionError = (err: unknown): TransactionFailure => {
  if (typeof err === 'string') return { error: PLAIN[err] ?? err, customCode: null }
  const [name, detail] = firstEntry(err)
  if (name !== 'InstructionError' || !Array.isArray(detail)) {
    return { error: (name && PLAIN[name]) || JSON.stringify(err), customCode: null }
  }
  const [index, reason] = detail as [unknown, unknown]
  const where = `instruction ${Number(index) + 1} failed`
  const [kind, code] = firstEntry(reason)
  if (kind === 'Custom' && typeof code === 'number') {
    return { error: `${where}: ${CUSTOM[code] ?? 'program error'} (${code})`, customCode: code }
  }
  return {
    error: `${where}: ${typeof reason === 'string' ? reason : JSON.stringify(reason)}`,
    customCode: null,
  }
}

export const failureOf = (err: unknown): { error: string | null; customCode: number | null } =>
  err === null || err === undefined ? { error: null, customCode: null } : describeTransactionError(err)

const firstEntry = (value: unknown): [string, unknown] | [null, null] =>
  typeof value === 'object' && value !== null ? (Object.entries(value)[0] ?? [null, null]) : [null, null]

/** Counted from 0; null when the error is not one instruction's. */
export const failedInstructionOf = (err: unknown): number | null => {
  const [name, detail] = firstEntry(err)
  return name === 'InstructionError' && Array.isArray(detail) ? Number(detail[0]) : null
}
