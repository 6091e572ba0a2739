import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluateExit } from '@/lib/domain/exits/evaluate-exit'
import { decimal, decimalString, HUNDRED, ONE } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { position, start } from './exit-monitor.fixture'
import { executablePrice, guardOf, judge, levelsOfGuard, raisedTo, triggerOf } from './judge-position'
import type { JudgeableTick } from './judgeable-tick'
import { SeenPrice } from './seen-price'

const reserve = fc.bigInt({ min: 10n ** 3n, max: 2n ** 64n - 1n })
const sale = fc
  .record({
    baseReserve: reserve,
    quoteReserve: reserve,
    quoteDecimals: fc.constantFrom(6, 9),
    tradeFeeMillionths: fc.bigInt({ min: 0n, max: 300_000n }),
    dollars: fc.bigInt({ min: 1n, max: 10n ** 22n }),
  })
  .map(({ dollars, ...rest }): JudgeableTick => {
    const names = { address: 'pool', kind: 'constant-product', baseMint: 'base', quoteMint: 'quote' } as const
    const pool: PoolSnapshot = { ...names, baseDecimals: 6, ...rest }
    const quoteUsd = decimal(dollars).div('10000000000')
    return { mint: 'base', pool, quoteUsd, priceUsd: spotPrice(pool).mul(quoteUsd), slot: 1n }
  })
const pct = fc.integer({ min: 1, max: 9_999 }).map((hundredths) => decimal(String(hundredths)).div(HUNDRED))
/** A level this far from what the sale brings. */
const hair = fc.tuple(fc.constantFrom(-1, 0, 1), fc.integer({ min: 2, max: 30 }))

/** Which level of the plan stands a hair from the sale's price. */
const rules = ['target', 'stop', 'trail', 'peak', 'arm', 'activation', 'step'] as const

it('leaves out only what the exact rule would neither fire nor change, at any scale', () => {
  let left = 0
  fc.assert(
    fc.property(
      fc.record({
        tick: sale,
        at: fc.option(sale),
        amount: reserve,
        rule: fc.constantFrom(...rules),
        pct,
        hair,
      }),
      fc.boolean(),
      ({ tick, at, amount, rule, pct, hair: [side, digits] }, same) => {
        const best = same ? tick : at
        const amounts = { amountRaw: amount, boughtRaw: amount, costRaw: 1n }
        const price = executablePrice(tick, { amountRaw: amount, decimals: 6 })
        const level = price.mul(ONE.plus(decimal(String(side)).mul(`1e-${digits}`)))
        if (level.isZero()) return
        const part = pct.div(HUNDRED)
        const entry = rule === 'stop' ? level.div(ONE.minus(part)) : level.div(ONE.plus(part))
        const text = decimalString(pct)
        const plan = {
          entryPriceUsd: decimalString(rule === 'trail' || rule === 'peak' ? price : entry),
          takeProfitPct: rule === 'target' ? text : '100000',
          stopLossPct: rule === 'stop' ? text : '99.99',
          breakEvenAtPct: rule === 'arm' ? text : null,
          ladder: rule === 'step' ? [{ atPct: text, sellPct: '10' }] : [],
          trailingStopPct: ['trail', 'peak', 'activation'].includes(rule) ? text : null,
          trailingActivationPct: rule === 'activation' ? text : null,
          peakPriceUsd:
            rule === 'trail'
              ? decimalString(level.div(ONE.minus(part)))
              : rule === 'peak'
                ? decimalString(level)
                : null,
        }
        const guard = guardOf(position('p', 'm', { ...plan, ...amounts }))
        const higher = best && executablePrice(best, guard)
        const peak = guard.state.peak && higher?.gt(guard.state.peak) ? higher : guard.state.peak
        const exact = evaluateExit(levelsOfGuard(guard), { ...guard.state, peak }, price, start)
        const seen = new SeenPrice(tick)
        const seenBest = best && new SeenPrice(best)
        const found = judge(guard, seen, seenBest, start)
        if (found) expect(found).toEqual({ ...exact, price })
        else {
          left += 1
          expect(exact).toMatchObject({ firing: null, moved: false })
        }
        expect(seenBest ? (raisedTo(guard, seenBest).peak?.toFixed() ?? null) : null).toBe(
          best ? (peak?.toFixed() ?? null) : null,
        )
      },
    ),
    { numRuns: 1_000 },
  )
  expect(left).toBeGreaterThan(50)
})

it('asks the exact rule once the time is over, whatever the price', () => {
  const tick: JudgeableTick = {
    ...{ mint: 'base', quoteUsd: ONE, priceUsd: ONE, slot: 1n },
    pool: {
      ...{ address: 'pool', kind: 'constant-product', baseMint: 'base', quoteMint: 'quote' },
      ...{ baseDecimals: 6, quoteDecimals: 6, baseReserve: 10n ** 15n, quoteReserve: 10n ** 15n },
      tradeFeeMillionths: 0n,
    },
  }
  const timed = guardOf(position('p', 'm', { timeStopAt: start }))
  expect(judge(timed, new SeenPrice(tick), null, new Date(start.getTime() - 1))).toBeNull()
  expect(judge(timed, new SeenPrice(tick), null, start)?.firing?.reason).toBe('TIME_STOP')
})

it.each<[string, Partial<PoolSnapshot>, boolean]>([
  ['a deep constant product', {}, false],
  ['one that can pay out all of it', { payable: { base: 1n, quote: 9n * 10n ** 12n } }, false],
  ['one that may not be able to pay', { payable: { base: 1n, quote: 10n ** 9n } }, true],
  [
    'a curve, whose next stretch may be thin',
    {
      kind: 'liquidity-curve',
      curve: {
        ...{ sqrtPrice: 1n << 64n, baseIsFirst: true, up: [] },
        down: [
          { to: (1n << 64n) - 1n, liquidity: (10n ** 13n) << 64n },
          { to: 1n << 63n, liquidity: 1n << 64n },
        ],
      },
    },
    true,
  ],
])('is named in %s at every price: %s', (_, changes, everyPrice) => {
  const pool: PoolSnapshot = {
    ...{ address: 'pool', kind: 'constant-product', baseMint: 'base', quoteMint: 'quote' },
    ...{ baseDecimals: 6, quoteDecimals: 6, tradeFeeMillionths: 2_500n },
    ...{ baseReserve: 10n ** 13n, quoteReserve: 10n ** 13n },
    ...changes,
  }
  const tick = { mint: 'base', pool, quoteUsd: ONE, priceUsd: ONE, slot: 1n }
  const { down } = triggerOf(guardOf(position('one', 'base')), new SeenPrice(tick))
  expect(down === Infinity).toBe(everyPrice)
})
