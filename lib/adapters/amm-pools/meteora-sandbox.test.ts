import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteExactIn } from '@/lib/domain/pools/constant-product'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { BONK, swapBench } from '@/sandbox/amm/swap-bench.fixture'
import { inputToEnd } from '@/sandbox/meteora/curve'
import { poolCodecs } from './pool-codecs'

const SOL = 10n ** 9n

const launch = () => {
  const bench = swapBench()
  bench.meteora.openCurve(BONK, WSOL_MINT, 0n)
  bench.setTokens(WSOL_MINT, 5_000n * SOL)
  const account = (address: string): [string, AccountUpdate] => {
    const { owner, data } = bench.chain.getAccount(address)!
    return [address, { address, owner, data, slot: bench.chain.slot, lamports: 1n }]
  }
  /** The pool as our codec reads it off the chain. */
  const read = () => {
    const pool = bench.meteora.poolOf(BONK)!
    const [, state] = account(pool.address)
    const codec = poolCodecs.get(state.owner)!
    const settings = new Map((codec.needs?.(state) ?? []).map(account))
    const layout = codec.layout(state, BONK, settings)
    const accounts = layout && new Map([...layout.live, ...layout.others].map(account))
    return accounts && codec.snapshot(layout, accounts, BONK, new Date())
  }
  const trade = (from: string, to: string, amount: bigint) => {
    const { setup, swap } = bench.instructions(from, to, amount, 1n)
    const before = bench.balanceOf(to)
    const { err } = bench.send([...setup.filter(({ data }) => data.length === 1), swap])
    return err === null ? bench.balanceOf(to) - before : null
  }
  return { ...bench, read, trade }
}

describe("Meteora's pools in the sandbox", () => {
  it('F24 pay what the codec reads out of their accounts, to the base unit, before and after graduation', () => {
    const bench = launch()
    const step = fc.record({ buy: fc.boolean(), part: fc.integer({ min: 1, max: 10_000 }) })
    const agree = () =>
      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
          for (const { buy, part } of steps) {
            const held = bench.balanceOf(BONK)
            const amount = ((buy ? 40n * SOL : held) * BigInt(part)) / 10_000n
            if (amount < 1_000n) continue
            const [from, to] = buy ? [WSOL_MINT, BONK] : [BONK, WSOL_MINT]
            const told = quoteExactIn(bench.read()!, from, amount).outputRaw
            const paid = told === 0n ? null : bench.trade(from, to, amount)
            if (paid !== null) expect(paid).toBe(told)
          }
        }),
        { numRuns: 8 },
      )
    agree()
    const { meteora } = bench
    bench.trade(WSOL_MINT, BONK, inputToEnd(meteora.curveState(meteora.curveOf(BONK)!)))
    expect(bench.read()).toBeNull()
    meteora.graduate(BONK, 1n)
    agree()
  })
})
