import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSimulatedBalances, type WalletBalances } from './check-simulated-balances'
import { DEFAULT_SWAP_LIMITS } from './swap-intent'

const intent = {
  inputMint: 'in',
  outputMint: 'out',
  inputRaw: 100n,
  minOutRaw: 50n,
  limits: DEFAULT_SWAP_LIMITS,
}
const holding = (lamports: bigint, tokens: Record<string, bigint>): WalletBalances => ({
  lamports,
  tokens: new Map(Object.entries(tokens)),
})
const before = holding(1_000_000_000n, { in: 500n, out: 7n, other: 3n })

describe('checkSimulatedBalances', () => {
  it('passes what was agreed', () => {
    const after = holding(999_000_000n, { in: 400n, out: 57n, other: 3n })
    expect(checkSimulatedBalances(before, after, intent)).toEqual({ ok: true })
  })

  it.each([
    ['spends more', holding(1_000_000_000n, { in: 399n, out: 57n, other: 3n }), /spend 101/],
    ['brings less', holding(1_000_000_000n, { in: 400n, out: 56n, other: 3n }), /bring 49/],
    ['brings nothing and closes the account', holding(1_000_000_000n, { in: 400n, other: 3n }), /bring -7/],
    ['drains SOL', holding(980_000_000n, { in: 400n, out: 57n, other: 3n }), /20000000 lamports/],
    ['takes another token', holding(1_000_000_000n, { in: 400n, out: 57n }), /take 3 of other/],
  ])('refuses what %s', (_, after, why) => {
    expect(checkSimulatedBalances(before, after, intent)).toMatchObject({
      problem: expect.stringMatching(why),
    })
  })

  it('is exact for any amounts of a u64', () => {
    const amount = fc.bigInt(0n, 2n ** 64n - 1n)
    fc.assert(
      fc.property(amount, amount, amount, amount, (inBefore, inAfter, outBefore, outAfter) => {
        const result = checkSimulatedBalances(
          holding(0n, { in: inBefore, out: outBefore }),
          holding(0n, { in: inAfter, out: outAfter }),
          intent,
        )
        expect(result.ok).toBe(inBefore - inAfter <= 100n && outAfter - outBefore >= 50n)
      }),
    )
  })
})
