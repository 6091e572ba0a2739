import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { USDC, WRAPPED_SOL } from './addresses'
import { minimumOut } from './curve'
import { findRoute } from './routes'
import { BONK, TAXED, WIF, swapBench } from './swap-bench.fixture'

const U64 = (1n << 64n) - 1n
const slippageError = (index: number) => ({ InstructionError: [index, { Custom: 6001 }] })

const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 10n }),
  fc.bigInt({ min: 0n, max: 1_000_000_000n }),
  fc.bigInt({ min: 0n, max: 1n << 40n }),
  fc.bigInt({ min: 0n, max: U64 }),
  fc.constantFrom(0n, 1n, (1n << 32n) - 1n, 1n << 32n, (1n << 63n) - 1n, 1n << 63n, U64),
)

describe('swap program', { timeout: 60_000 }, () => {
  it('pays exactly what the quote says, for any reserves, amount, fee and direction', () => {
    const bench = swapBench()
    const feeRates = [0n, 1n, 2_500n, 10_000n, 999_999n]
    fc.assert(
      fc.property(
        fc.record({ token: amount, usdc: amount, amountIn: amount, buying: fc.boolean() }),
        fc.constantFrom(...feeRates),
        ({ token, usdc, amountIn, buying }, feeRate) => {
          const pool = bench.openPool(BONK, { token, usdc }, feeRate)
          const [from, to] = buying ? [USDC, BONK] : [BONK, USDC]
          bench.setTokens(from, amountIn)
          bench.setTokens(to, 0n)
          const { out, fee } = bench.amm.quoteExactIn(pool, from, amountIn)
          const outcome = bench.swapOneHop(from, to, amountIn, out)
          expect(outcome.received).toBe(out)
          expect(outcome.err === null).toBe(out > 0n)
          if (out === 0n) return
          expect(bench.balanceOf(from)).toBe(0n)
          expect(fee * 1_000_000n).toBeGreaterThanOrEqual(amountIn * pool.feeRate)
          const after = bench.amm.reserves(pool)
          expect(after.token + after.usdc).toBe(token + usdc + amountIn - out)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('refuses one base unit more than it would pay with 6001, and charges only the fee', () => {
    const bench = swapBench()
    const pool = bench.openPool(BONK, { token: 10n ** 15n, usdc: 10n ** 12n })
    bench.setTokens(USDC, 10n ** 9n)
    const { out } = bench.amm.quoteExactIn(pool, USDC, 10n ** 8n)
    const refused = bench.swapOneHop(USDC, BONK, 10n ** 8n, out + 1n)
    expect(refused.err).toEqual(slippageError(1))
    expect(refused.logs.join('\n')).toContain(
      'Program JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4 failed: custom program error: 0x1771',
    )
    expect(bench.balanceOf(USDC)).toBe(10n ** 9n)
    expect(bench.amm.reserves(pool)).toEqual({ token: 10n ** 15n, usdc: 10n ** 12n })
    expect(bench.swapOneHop(USDC, BONK, 10n ** 8n, out).received).toBe(out)
  })

  it('takes the slippage off the quote, rounded up', () => {
    const bench = swapBench()
    const pool = bench.openPool(BONK, { token: 10n ** 15n, usdc: 10n ** 12n })
    bench.setTokens(USDC, 10n ** 9n)
    const quoted = bench.amm.quoteExactIn(pool, USDC, 10n ** 8n).out
    const { setup, swap } = bench.instructions(USDC, BONK, 10n ** 8n, quoted, 50)
    const least = minimumOut(quoted, 50)
    const reserves = bench.amm.reserves(pool)
    bench.amm.setReserves(pool, { ...reserves, token: (reserves.token * 9_949n) / 10_000n })
    expect(bench.amm.quoteExactIn(pool, USDC, 10n ** 8n).out).toBeLessThan(least)
    expect(bench.send([...setup, swap]).err).toEqual(slippageError(1))
    bench.amm.setReserves(pool, { ...reserves, token: (reserves.token * 9_951n) / 10_000n })
    expect(bench.send([...setup, swap]).err).toBeNull()
    expect(bench.balanceOf(BONK)).toBeGreaterThanOrEqual(least)
  })

  it('goes through USDC in one instruction when neither side is USDC', () => {
    const bench = swapBench()
    const bonkPool = bench.openPool(BONK, { token: 10n ** 15n, usdc: 10n ** 12n })
    const wifPool = bench.openPool(WIF, { token: 10n ** 12n, usdc: 10n ** 12n })
    fc.assert(
      fc.property(fc.bigInt({ min: 10_000n, max: 10n ** 14n }), (amountIn) => {
        bench.amm.setReserves(bonkPool, { token: 10n ** 15n, usdc: 10n ** 12n })
        bench.amm.setReserves(wifPool, { token: 10n ** 12n, usdc: 10n ** 12n })
        bench.setTokens(BONK, amountIn)
        bench.setTokens(WIF, 0n)
        const route = findRoute(bench, BONK, WIF, amountIn)
        if (!route) throw new Error('expected a route')
        const built = bench.instructions(BONK, WIF, amountIn, route.out)
        expect(bench.send([...built.setup, built.swap]).err).toBeNull()
        expect(bench.balanceOf(WIF)).toBe(route.out)
        expect(bench.balanceOf(BONK)).toBe(0n)
      }),
      { numRuns: 20 },
    )
  })

  it('wraps SOL on the way in and unwraps it on the way out, to the lamport', () => {
    const bench = swapBench()
    bench.openPool(WRAPPED_SOL, { token: 10n ** 13n, usdc: 10n ** 12n })
    const address = bench.user.publicKey.toBase58()
    const lamports = () => bench.chain.getAccount(address)?.lamports ?? 0n
    bench.setTokens(USDC, 0n)
    const start = lamports()
    const sold = findRoute(bench, WRAPPED_SOL, USDC, 10n ** 9n)
    const sell = bench.instructions(WRAPPED_SOL, USDC, 10n ** 9n, sold?.out ?? 0n)
    expect(bench.send([...sell.setup, sell.swap, ...sell.cleanup]).err).toBeNull()
    expect(lamports()).toBe(start - 10n ** 9n - 5_000n)
    expect(bench.balanceOf(USDC)).toBe(sold?.out)

    const bought = findRoute(bench, USDC, WRAPPED_SOL, 10n ** 7n)
    const buy = bench.instructions(USDC, WRAPPED_SOL, 10n ** 7n, bought?.out ?? 0n)
    const before = lamports()
    expect(bench.send([...buy.setup, buy.swap, ...buy.cleanup]).err).toBeNull()
    expect(lamports()).toBe(before + (bought?.out ?? 0n) - 5_000n)
    expect(bench.balanceOf(WRAPPED_SOL)).toBe(0n)
  })

  it('swaps a taxed token of Token-2022 for what is left of it, both ways and between two', () => {
    const bench = swapBench()
    const pool = bench.openPool(TAXED, { token: 10n ** 13n, usdc: 10n ** 12n })
    bench.openPool(BONK, { token: 10n ** 15n, usdc: 10n ** 12n })
    fc.assert(
      fc.property(fc.bigInt({ min: 10_000n, max: 10n ** 10n }), (amountIn) => {
        bench.amm.setReserves(pool, { token: 10n ** 13n, usdc: 10n ** 12n })
        bench.setTokens(USDC, amountIn)
        const held = bench.balanceOf(TAXED)
        const bought = findRoute(bench, USDC, TAXED, amountIn)
        const buy = bench.instructions(USDC, TAXED, amountIn, bought?.out ?? 0n)
        expect(bench.send([...buy.setup, buy.swap]).err).toBeNull()
        const received = bench.balanceOf(TAXED) - held
        expect(received).toBe(bought?.out)
        const sold = findRoute(bench, TAXED, USDC, received)
        const sell = bench.instructions(TAXED, USDC, received, sold?.out ?? 0n)
        expect(bench.send([...sell.setup, sell.swap]).err).toBeNull()
        expect(bench.balanceOf(USDC)).toBe(sold?.out)
        // Two taxes of 3 % and two fees of 0.25 %.
        expect(Number(sold?.out) / Number(amountIn)).toBeCloseTo(0.97 ** 2 * 0.9975 ** 2, 2)
      }),
      { numRuns: 20 },
    )
    bench.setTokens(BONK, 10n ** 9n)
    const across = findRoute(bench, BONK, TAXED, 10n ** 9n)
    const held = bench.balanceOf(TAXED)
    const built = bench.instructions(BONK, TAXED, 10n ** 9n, across?.out ?? 0n)
    expect(bench.send([...built.setup, built.swap]).err).toBeNull()
    expect(bench.balanceOf(TAXED) - held).toBe(across?.out)
  })

  it('sells from a one-way pool and never buys back', () => {
    const bench = swapBench()
    const pool = bench.openPool(BONK, { token: 10n ** 15n, usdc: 10n ** 12n }, 2_500n, true)
    bench.setTokens(USDC, 10n ** 9n)
    bench.setTokens(BONK, 10n ** 9n)
    const buy = bench.instructions(USDC, BONK, 10n ** 8n, 0n)
    expect(bench.send([...buy.setup, buy.swap]).err).toBeNull()
    const sell = bench.instructions(BONK, USDC, 10n ** 8n, 0n)
    expect(bench.send([...sell.setup, sell.swap]).err).toEqual({ InstructionError: [1, { Custom: 6016 }] })
    expect(pool.mint).toBe(BONK)
  })

  it('refuses accounts that do not belong to the pool', () => {
    const bench = swapBench()
    const pool = bench.openPool(BONK, { token: 10n ** 15n, usdc: 10n ** 12n })
    const other = bench.openPool(WIF, { token: 10n ** 9n, usdc: 10n ** 12n })
    bench.setTokens(USDC, 10n ** 9n)
    const built = bench.instructions(USDC, BONK, 10n ** 8n, 0n)
    const swapped = (from: string, to: string) => {
      const accounts = built.swap.accounts.map((account) =>
        account.pubkey === from ? { ...account, pubkey: to } : account,
      )
      return bench.send([...built.setup, { ...built.swap, accounts }]).err
    }
    const invalidPlan = { InstructionError: [1, { Custom: 6010 }] }
    expect(swapped(pool.vault, other.vault)).toEqual(invalidPlan)
    expect(swapped(pool.usdcVault, other.usdcVault)).toEqual(invalidPlan)
    expect(swapped(pool.config, other.config)).toEqual(invalidPlan)
    expect(swapped(pool.address, pool.vault)).toEqual(invalidPlan)
    expect(bench.send([...built.setup, built.swap]).err).toBeNull()
  })
})
