import { describe, expect, it } from 'vitest'
import { describeTransactionError, failureOf } from './transaction-error'

describe('transaction errors in words', () => {
  it.each([
    [
      { InstructionError: [3, { Custom: 6001 }] },
      'instruction 4 failed: the price moved beyond the slippage limit (6001)',
      6001,
    ],
    [{ InstructionError: [0, { Custom: 9999 }] }, 'instruction 1 failed: program error (9999)', 9999],
    [
      { InstructionError: [1, 'ComputationalBudgetExceeded'] },
      'instruction 2 failed: it needs more computing time than it was given',
      null,
    ],
    [{ InstructionError: [1, { BorshIoError: 'x' }] }, 'instruction 2 failed: BorshIoError : x', null],
    [{ InsufficientFundsForRent: { account_index: 2 } }, 'not enough SOL for the rent of an account', null],
    ['BlockhashNotFound', 'the blockhash is unknown or has expired', null],
    ['SomethingNew', 'SomethingNew', null],
    [{ SomethingNew: 1 }, '{"SomethingNew":1}', null],
  ])('%j', (err, error, customCode) => {
    expect(describeTransactionError(err)).toMatchObject({ error, customCode })
  })

  it('is nothing where nothing failed', () => {
    expect(failureOf(null)).toEqual({ error: null, customCode: null, means: null })
    expect(failureOf(undefined)).toEqual({ error: null, customCode: null, means: null })
  })
})
