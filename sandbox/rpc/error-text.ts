const TRANSACTION_TEXTS: Record<string, string> = {
  AccountNotFound: 'Attempt to debit an account but found no record of a prior credit.',
  ProgramAccountNotFound: 'Attempt to load a program that does not exist',
  InsufficientFundsForFee: 'Insufficient funds for fee',
  InvalidAccountForFee: 'This account may not be used to pay transaction fees',
  AlreadyProcessed: 'This transaction has already been processed',
  BlockhashNotFound: 'Blockhash not found',
  SignatureFailure: 'Transaction did not pass signature verification',
  InvalidProgramForExecution: 'This program may not be used for executing instructions',
  SanitizeFailure: 'Transaction failed to sanitize accounts offsets correctly',
  AddressLookupTableNotFound: 'Transaction loads an address table account that doesn’t exist',
  InvalidAddressLookupTableIndex: 'Transaction address table lookup uses an invalid index',
}

const INSTRUCTION_TEXTS: Record<string, string> = {
  InvalidArgument: 'invalid program argument',
  InvalidInstructionData: 'invalid instruction data',
  InvalidAccountData: 'invalid account data for instruction',
  AccountDataTooSmall: 'account data too small for instruction',
  InsufficientFunds: 'insufficient funds for instruction',
  IncorrectProgramId: 'incorrect program id for instruction',
  MissingRequiredSignature: 'missing required signature for instruction',
  UninitializedAccount: 'instruction requires an initialized account',
  NotEnoughAccountKeys: 'insufficient account keys for instruction',
  ComputationalBudgetExceeded: 'Computational budget exceeded',
  ProgramFailedToComplete: 'Program failed to complete',
  PrivilegeEscalation: 'Cross-program invocation with unauthorized signer or writable account',
}

/** A transaction error in the words nodes use, from its JSON shape. */
export function describeTransactionError(err: unknown): string {
  if (typeof err === 'string') return TRANSACTION_TEXTS[err] ?? err
  const { InstructionError: failed, InsufficientFundsForRent: rent } = err as {
    InstructionError?: [number, string | { Custom?: number }]
    InsufficientFundsForRent?: { account_index: number }
  }
  if (rent)
    return `Transaction results in an account (${rent.account_index}) with insufficient funds for rent`
  if (!failed) return JSON.stringify(err)
  const [index, reason] = failed
  return `Error processing Instruction ${index}: ${describeInstructionError(reason)}`
}

function describeInstructionError(reason: string | { Custom?: number }): string {
  if (typeof reason === 'string') return INSTRUCTION_TEXTS[reason] ?? reason
  return reason.Custom === undefined
    ? JSON.stringify(reason)
    : `custom program error: 0x${reason.Custom.toString(16)}`
}
