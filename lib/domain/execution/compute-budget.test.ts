import { describe, expect, it } from 'vitest'
import { networkFee } from './compute-budget'
import type { DecodedTransaction } from './decoded-transaction'
import { COMPUTE_BUDGET_PROGRAM } from './program-addresses'

const budget = (...data: number[]) => ({
  programId: COMPUTE_BUDGET_PROGRAM,
  accounts: [],
  data: new Uint8Array(data),
})
const feeOf = (...instructions: DecodedTransaction['instructions'][number][]) =>
  networkFee({ feePayer: 'w', signers: ['w'], blockhash: 'b', instructions })

describe('networkFee', () => {
  it('is 5,000 lamports a signature without a price', () => {
    expect(feeOf(budget(2, 0x40, 0x0d, 0x03, 0))).toBe(5_000n)
  })

  it('adds price times limit: 200,000 units at 1,000,000 micro-lamports', () => {
    expect(feeOf(budget(2, 0x40, 0x0d, 0x03, 0), budget(3, 0x40, 0x42, 0x0f, 0, 0, 0, 0, 0))).toBe(205_000n)
  })

  it('rounds up', () => {
    expect(feeOf(budget(2, 1, 0, 0, 0), budget(3, 1, 0, 0, 0, 0, 0, 0, 0))).toBe(5_001n)
  })

  it('assumes the network default of 200,000 units an instruction without a limit, 1.4 million at most', () => {
    const price = budget(3, 0x40, 0x42, 0x0f, 0, 0, 0, 0, 0)
    expect(feeOf(price)).toBe(205_000n)
    expect(feeOf(price, ...Array.from({ length: 20 }, () => budget(1)))).toBe(1_405_000n)
  })

  it('says when it cannot be read', () => {
    expect(feeOf(budget(2, 1))).toMatch(/limit/)
    expect(feeOf(budget(3, 1))).toMatch(/price/)
  })
})
