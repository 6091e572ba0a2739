import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { concentration, drawdownPct, feeBurn, lowProfit, maxDrawdown, slipped } from './account-rules'
import { isOn } from './protection-kinds'
import { cooldown, failedTransactions, slippageGuard, stoplossGuard } from './trigger'

const NOW = new Date('2026-11-22T12:00:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const events = (...minutes: number[]) => minutes.map((m) => ({ id: `e${m}`, at: ago(m) }))

describe('streaks', () => {
  it('four stops within an hour lock for an hour from the last one', () => {
    expect(stoplossGuard(events(1, 20, 40), NOW)).toBeNull()
    expect(stoplossGuard(events(10, 20, 40, 61), NOW)).toBeNull()
    expect(stoplossGuard(events(40, 10, 59, 20), NOW)).toEqual({
      evidence: 'e10',
      reason: '4 positions were stopped out at a loss within 60 minutes.',
      until: new Date(NOW.getTime() + 50 * 60_000),
    })
  })

  it('five failed transactions, three slipped fills, one exit', () => {
    expect(failedTransactions(events(1, 2, 3, 4, 5), NOW)!.until).toEqual(new Date(NOW.getTime() + 540_000))
    expect(failedTransactions(events(1, 2, 3, 4, 11), NOW)).toBeNull()
    expect(slippageGuard(events(5, 25, 45), NOW)!.until).toEqual(new Date(NOW.getTime() + 1_500_000))
    expect(slippageGuard(events(31, 45, 59), NOW)).toBeNull()
    expect(cooldown(events(29), NOW)).not.toBeNull()
    expect(cooldown(events(30), NOW)).toBeNull()
  })

  it('fires the same whenever it is evaluated, in any order, and only ever shortens with time', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 90 }), { maxLength: 12 })
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 60 }), (found, later) => {
        const list = events(...found)
        const first = stoplossGuard(list, NOW)
        expect(stoplossGuard(list.toReversed(), NOW)).toEqual(first)
        const then = stoplossGuard(list, new Date(NOW.getTime() + later * 60_000))
        if (then && first) expect([then.evidence, then.until]).toEqual([first.evidence, first.until])
        if (then) expect(first).not.toBeNull()
      }),
    )
  })
})

describe('the account', () => {
  const point = (minutes: number, equity: string, pnl: string) => ({
    time: ago(minutes),
    equityUsd: decimal(equity),
    pnlUsd: decimal(pnl),
  })

  it('a fall of 15 % from the peak of the day locks until the next UTC day, once a day', () => {
    const points = [point(300, '1000', '0'), point(200, '1200', '200'), point(1, '1020', '20')]
    expect(drawdownPct(points, NOW)!.toFixed()).toBe('15')
    expect(maxDrawdown(points, NOW)).toMatchObject({
      evidence: '2026-11-22',
      until: new Date('2026-11-23T00:00:00Z'),
    })
    expect(
      maxDrawdown([point(1500, '1200', '200'), point(9, '1000', '20'), point(1, '1', '20')], NOW),
    ).toBeNull()
  })

  it('a withdrawal is no drawdown', () => {
    expect(drawdownPct([point(60, '10000', '5'), point(1, '100', '5')], NOW)!.toFixed()).toBe('0')
  })

  it('a deposit hides no loss, not even in the same minute', () => {
    const lost = [point(60, '1000', '0'), point(1, '800', '-200')]
    expect(drawdownPct(lost, NOW)!.toFixed()).toBe('20')
    expect(drawdownPct([...lost, point(0, '9800', '-200')], NOW)!.toFixed()).toBe('20')
    expect(drawdownPct([point(60, '1000', '0'), point(1, '9800', '-200')], NOW)!.toFixed()).toBe('20')
  })

  it('what was withdrawn is no longer there to lose', () => {
    const points = [point(60, '10000', '0'), point(50, '1000', '0'), point(1, '800', '-200')]
    expect(drawdownPct(points, NOW)!.toFixed()).toBe('20')
  })

  it('deposits and withdrawals anywhere change nothing about the fall', () => {
    const step = fc.record({
      made: fc.integer({ min: -90, max: 90 }),
      flow: fc.integer({ min: -80, max: 900 }),
      sameMinute: fc.boolean(),
    })
    const near = (left: ReturnType<typeof drawdownPct>, right: ReturnType<typeof drawdownPct>) =>
      left!.minus(right!).abs().lt('0.000001')
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const still = [{ equityUsd: decimal('1000000'), pnlUsd: decimal('0') }]
        const moved = [...still]
        for (const { made, flow, sameMinute } of steps) {
          const grow = (points: typeof still) => {
            const { equityUsd, pnlUsd } = points.at(-1)!
            const profit = equityUsd.mul(made).div(100)
            return { equityUsd: equityUsd.plus(profit), pnlUsd: pnlUsd.plus(profit) }
          }
          still.push(grow(still))
          const grown = grow(moved)
          const after = { ...grown, equityUsd: grown.equityUsd.plus(grown.equityUsd.mul(flow).div(100)) }
          moved.push(...(sameMinute ? [after] : [grown, after]))
        }
        const timed = (points: typeof still) =>
          points.map((one, index) => ({ ...one, time: ago(points.length - index) }))
        // A loss that eats more than half of what is left makes the smallest accounts; they are not judged.
        fc.pre([...still, ...moved].every(({ equityUsd }) => equityUsd.gte(10)))
        expect(near(drawdownPct(timed(moved), NOW), drawdownPct(timed(still), NOW))).toBe(true)
        const highest = still.reduce(
          (most, { equityUsd }) => (equityUsd.gt(most) ? equityUsd : most),
          decimal('0'),
        )
        const plain = decimal('1').minus(still.at(-1)!.equityUsd.div(highest)).mul(100)
        expect(near(drawdownPct(timed(still), NOW), plain)).toBe(true)
      }),
    )
  })

  it('half of the account in one token', () => {
    const values = new Map([
      ['a', decimal('500')],
      ['b', decimal('499.99')],
    ])
    expect([...concentration(values, decimal('1000'), NOW).keys()]).toEqual(['a'])
    expect(concentration(values, decimal('0'), NOW).size).toBe(0)
  })

  it('300 bps below the quote', () => {
    expect(slipped(10_000n, 9_700n)).toBe(true)
    expect(slipped(10_000n, 9_701n)).toBe(false)
    expect(slipped(10_000n, 10_500n)).toBe(false)
    expect(slipped(0n, 0n)).toBe(false)
  })

  it('fees that eat what is traded', () => {
    const landing = (minutes: number, feeLamports: bigint, volume: string) => ({
      ...{ id: `l${minutes}`, at: ago(minutes) },
      ...{ feeLamports, volumeUsd: decimal(volume) },
    })
    const sol = decimal('150')
    // 0.02 SOL are $3, which is 2 % of $150.
    const landings = [landing(50, 8_000_000n, '0'), landing(5, 12_000_000n, '150')]
    expect(feeBurn(landings, sol, NOW)).toEqual({
      evidence: 'l5',
      reason: 'Fees of 0.0200 SOL ($3.00) were paid within 60 minutes to trade $150.00.',
      until: new Date(NOW.getTime() + 55 * 60_000),
    })
    expect(feeBurn([...landings, landing(2, 0n, '0.01')], sol, NOW)).toBeNull()
    expect(feeBurn([landing(5, 19_999_999n, '0')], sol, NOW)).toBeNull()
    expect(feeBurn([landing(61, 90_000_000n, '0'), landings[1]!], sol, NOW)).toBeNull()
    expect(feeBurn(landings, null, NOW)).toBeNull()
  })

  it('a token that only loses', () => {
    const closed = (net: string, minutes: number) => ({
      id: `p${minutes}`,
      at: ago(minutes),
      netUsd: decimal(net),
    })
    expect(lowProfit([closed('-5', 10), closed('2', 20), closed('1', 30)], NOW)).toMatchObject({
      evidence: 'p10',
      reason: '3 positions in this token lost $2.00 within 24 hours.',
    })
    expect(lowProfit([closed('-5', 10), closed('2', 20), closed('3', 30)], NOW)).toBeNull()
    expect(lowProfit([closed('-5', 10), closed('-2', 20)], NOW)).toBeNull()
  })
})

it('nobody switches off a fact about the market', () => {
  expect(isOn('RUG', { RUG: false })).toBe(true)
  expect(isOn('STOPLOSS_GUARD', {})).toBe(true)
  expect(isOn('STOPLOSS_GUARD', { STOPLOSS_GUARD: false })).toBe(false)
  expect(isOn('COOLDOWN', {})).toBe(false)
})
