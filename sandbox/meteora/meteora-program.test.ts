import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { USDC, WRAPPED_SOL } from '@/sandbox/amm/addresses'
import { BONK, swapBench } from '@/sandbox/amm/swap-bench.fixture'
import { DBC_POOL, readU128, readU64 } from './accounts'
import { inputToEnd } from './curve'
import { launchTerms } from './terms'

const CREATOR = USDC
const SOL = 10n ** 9n
const code = (err: unknown): number | null =>
  (err as { InstructionError?: [number, { Custom: number }] } | null)?.InstructionError?.[1].Custom ?? null

const launch = () => {
  const bench = swapBench()
  const pool = bench.meteora.openCurve(BONK, CREATOR, 0n)
  bench.setTokens(WRAPPED_SOL, 5_000n * SOL)
  bench.setTokens(BONK, 0n)
  const trade = (from: string, to: string, amount: bigint, quotedOut: bigint, slippageBps = 0) => {
    const before = bench.balanceOf(to)
    const { setup, swap } = bench.instructions(from, to, amount, quotedOut, slippageBps)
    // Wrapped SOL stays wrapped: what is set up is only the account for the output.
    const result = bench.send([...setup.filter(({ data }) => data.length === 1), swap])
    return { ...result, received: bench.balanceOf(to) - before }
  }
  return { ...bench, pool, trade }
}

describe('Meteora programs', () => {
  it('pay exactly what the curve says, for any amounts and directions, and keep the pool current', () => {
    const bench = launch()
    const pool = () => bench.meteora.poolOf(BONK)!
    const step = fc.record({ buy: fc.boolean(), part: fc.integer({ min: 1, max: 10_000 }) })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        for (const { buy, part } of steps) {
          const held = bench.balanceOf(BONK)
          const amount = buy ? (60n * SOL * BigInt(part)) / 10_000n : (held * BigInt(part)) / 10_000n
          if (amount === 0n) continue
          const [from, to] = buy ? [WRAPPED_SOL, BONK] : [BONK, WRAPPED_SOL]
          const quoted = bench.meteora.quoteExactIn(pool(), from, amount).out
          if (quoted === 0n) continue
          const { err, received } = bench.trade(from, to, amount, quoted)
          expect(err).toBeNull()
          expect(received).toBe(quoted)
          const data = bench.chain.getAccount(pool().address)!.data
          const vault = bench.meteora.balance(pool().quoteVault)
          const kept = readU64(data, DBC_POOL.protocolQuoteFee) + readU64(data, DBC_POOL.partnerQuoteFee)
          expect(readU64(data, DBC_POOL.quoteReserve) + kept).toBe(vault)
          expect(readU64(data, DBC_POOL.baseReserve)).toBe(bench.meteora.balance(pool().vault))
          expect(readU128(data, DBC_POOL.sqrtPrice)).toBeGreaterThanOrEqual(launchTerms.sqrtStart)
        }
      }),
      { numRuns: 15 },
    )
  })

  it('fail beyond the slippage with the code of the program that was called', () => {
    const { trade, meteora, pool } = launch()
    const { out } = meteora.quoteExactIn(pool, WRAPPED_SOL, SOL)
    expect(code(trade(WRAPPED_SOL, BONK, SOL, out + 1n).err)).toBe(6001)
    expect(trade(WRAPPED_SOL, BONK, SOL, out + 1n, 1).err).toBeNull()
  })

  it('F24 a complete curve refuses with its own code, and its token trades on in DAMM v2', () => {
    const { trade, meteora, pool, chain, instructions, send, balanceOf } = launch()
    const stale = instructions(WRAPPED_SOL, BONK, SOL, 0n)
    const last = inputToEnd(meteora.curveState(pool))
    expect(meteora.quoteExactIn(pool, WRAPPED_SOL, last + 2n).out).toBe(0n)
    expect(trade(WRAPPED_SOL, BONK, last, 1n).err).toBeNull()
    expect(meteora.curveIsComplete(pool)).toBe(true)
    expect(readU128(chain.getAccount(pool.address)!.data, DBC_POOL.sqrtPrice)).toBe(launchTerms.sqrtEnd)
    expect(code(send([stale.swap]).err)).toBe(6013)

    meteora.finishCurve(BONK, 1n)
    const damm = meteora.graduate(BONK, 2n)
    const held = balanceOf(BONK)
    const sale = meteora.quoteExactIn(damm, BONK, held / 3n)
    expect(trade(BONK, WRAPPED_SOL, held / 3n, sale.out)).toMatchObject({ err: null, received: sale.out })
    const buy = meteora.quoteExactIn(damm, WRAPPED_SOL, 7n * SOL)
    expect(trade(WRAPPED_SOL, BONK, 7n * SOL, buy.out)).toMatchObject({ err: null, received: buy.out })
    expect(meteora.poolOf(BONK)?.kind).toBe('damm')
  })

  it('are reached from dollars over SOL and back, with nobody holding the SOL between', () => {
    const bench = launch()
    bench.openPool(WRAPPED_SOL, { token: 100_000n * SOL, usdc: 15_000_000n * 10n ** 6n })
    bench.setTokens(USDC, 1_000n * 10n ** 6n)
    const wrapped = bench.balanceOf(WRAPPED_SOL)
    const bought = bench.trade(USDC, BONK, 100_000_000n, 1n)
    expect(bought.err).toBeNull()
    expect(bought.received).toBeGreaterThan(0n)
    const sold = bench.trade(BONK, USDC, bought.received, 1n)
    expect(sold.err).toBeNull()
    expect(Number(sold.received)).toBeGreaterThan(96_000_000)
    expect(bench.balanceOf(WRAPPED_SOL)).toBe(wrapped)
  })
})
