import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, type Decimal } from '@/lib/domain/money/decimal'
import { effectiveStop, evaluateExit } from './evaluate-exit'
import { type ExitPlan, type ExitState, faultsOf, levelsOf } from './exit-plan'

const entry = decimal('1')
const start: ExitState = { peak: null, breakEvenArmed: false, ladderDone: 0 }
const early = new Date(0)

const pct = (min: number, max: number) =>
  fc.integer({ min: min * 10, max: max * 10 }).map((n) => String(n / 10))
const plan: fc.Arbitrary<ExitPlan> = fc
  .record({
    takeProfitPct: pct(1, 300),
    stopLossPct: pct(1, 95),
    trailingStopPct: fc.option(pct(1, 60)),
    trailingActivationPct: fc.option(pct(1, 300)),
    breakEvenAtPct: fc.option(pct(1, 300)),
    ladder: fc
      .uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 4 })
      .map((steps) => steps.sort((a, b) => a - b).map((at) => ({ atPct: String(at), sellPct: '20' }))),
  })
  .map((fields) => ({ ...fields, timeStopAt: null }))
  .filter((fields) => faultsOf(fields).length === 0)
const prices = fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 60 })

/** Walks until something fires; what stood after each price. */
const walk = (
  chosen: ExitPlan,
  path: readonly number[],
  visit: (step: {
    state: ExitState
    stop: Decimal
    price: Decimal
    before: { state: ExitState; stop: Decimal }
    reason: string | null
  }) => void,
): void => {
  const levels = levelsOf(chosen, entry, decimal('1.01'))
  let state = start
  for (const thousandths of path) {
    const price = decimal(String(thousandths / 1_000))
    const before = { state, stop: effectiveStop(levels, state).price }
    const evaluation = evaluateExit(levels, state, price, early)
    state = evaluation.state
    const reason = evaluation.firing?.reason ?? null
    visit({ state, stop: effectiveStop(levels, state).price, price, before, reason })
    if (reason === 'LADDER') state = { ...state, ladderDone: state.ladderDone + 1 }
    else if (reason) return
  }
}

describe('exit rules', () => {
  it('a stop is never lost and never falls', () => {
    fc.assert(
      fc.property(plan, prices, (chosen, path) => {
        walk(chosen, path, ({ stop, before }) => expect(stop.gte(before.stop)).toBe(true))
      }),
    )
  })

  it('at or below the stop that stood, everything is sold, whatever else holds', () => {
    fc.assert(
      fc.property(plan, prices, (chosen, path) => {
        walk(chosen, path, ({ price, before, reason }) => {
          if (price.lte(before.stop)) expect(['STOP_LOSS', 'TRAILING_STOP', 'BREAK_EVEN']).toContain(reason)
        })
      }),
    )
  })

  it('what is reached stays: peaks rise, what is armed stays armed', () => {
    fc.assert(
      fc.property(plan, prices, (chosen, path) => {
        walk(chosen, path, ({ state, before }) => {
          if (before.state.peak) expect(state.peak!.gte(before.state.peak)).toBe(true)
          if (before.state.breakEvenArmed) expect(state.breakEvenArmed).toBe(true)
        })
      }),
    )
  })

  it('between the stop and the next level above nothing fires', () => {
    fc.assert(
      fc.property(plan, prices, (chosen, path) => {
        const levels = levelsOf(chosen, entry, decimal('1.01'))
        walk(chosen, path, ({ price, stop, state, reason }) => {
          const next = levels.ladder[state.ladderDone]?.at
          const quiet = price.gt(stop) && price.lt(levels.takeProfit) && (!next || price.lt(next))
          if (quiet) expect(reason).toBeNull()
        })
      }),
    )
  })

  it('protects before it takes profit, and the clock comes last', () => {
    const levels = levelsOf(
      {
        takeProfitPct: '20',
        stopLossPct: '10',
        trailingStopPct: null,
        trailingActivationPct: null,
        breakEvenAtPct: null,
        ladder: [{ atPct: '5', sellPct: '50' }],
        timeStopAt: early,
      },
      entry,
      entry,
    )
    const reasonAt = (price: string) => evaluateExit(levels, start, decimal(price), early).firing?.reason
    expect(['0.5', '0.9', '1', '1.1', '1.2', '9'].map(reasonAt)).toEqual([
      'STOP_LOSS',
      'STOP_LOSS',
      'TIME_STOP',
      'LADDER',
      'TAKE_PROFIT',
      'TAKE_PROFIT',
    ])
  })

  it('arming break-even never sells at once, however high the costs', () => {
    fc.assert(
      fc.property(pct(1, 50), fc.integer({ min: 1_000, max: 9_000 }), (at, cost) => {
        const chosen: ExitPlan = {
          takeProfitPct: '100',
          stopLossPct: '10',
          trailingStopPct: null,
          trailingActivationPct: null,
          breakEvenAtPct: at,
          ladder: [],
          timeStopAt: null,
        }
        const levels = levelsOf(chosen, entry, decimal(String(cost / 1_000)))
        expect(evaluateExit(levels, start, levels.breakEven!.arm, early).firing).toBeNull()
      }),
    )
  })
})
