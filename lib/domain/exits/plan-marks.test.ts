import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal, decimalString, type Decimal, HUNDRED } from '@/lib/domain/money/decimal'
import { type ExitPlan, levelsOf } from './exit-plan'
import { planMarks } from './plan-marks'

const price = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: -24, max: 0 }))
  .map(([digits, exponent]) => decimal(digits).mul(`1e${exponent}`))
const profit = fc.oneof(
  fc.integer({ min: 1, max: 10_000_000 }).map((hundredths) => decimal(String(hundredths)).div(HUNDRED)),
  fc.bigInt({ min: 1n, max: 10n ** 20n }).map((digits) => decimal(digits).mul('1e-18')),
)
/** Down to a trillionth of a percent short of everything, and stops above the entry. */
const loss = fc.oneof(
  fc.integer({ min: 1, max: 9_999 }).map((hundredths) => decimal(String(hundredths)).div(HUNDRED)),
  fc.integer({ min: 1, max: 12 }).map((digits) => HUNDRED.minus(decimal(`1e-${digits}`))),
  profit.map((above) => above.neg()),
)
const less = fc.oneof(
  fc.integer({ min: 1, max: 9_999 }).map((hundredths) => decimal(String(hundredths)).div(HUNDRED)),
  fc.integer({ min: 1, max: 12 }).map((digits) => HUNDRED.minus(decimal(`1e-${digits}`))),
)

const isNear = (mark: number, level: Decimal): boolean =>
  level.isZero() ? mark === 0 : decimal(String(mark)).div(level).minus('1').abs().lt('3e-13')

it('lies within three parts in ten trillion of every exact level', () => {
  fc.assert(
    fc.property(
      price,
      price,
      fc.record({
        target: profit,
        stop: loss,
        trail: less,
        begins: fc.option(profit),
        evens: profit,
        step: profit,
      }),
      (entry, cost, { target, stop, trail, begins, evens, step }) => {
        const plan: ExitPlan = {
          takeProfitPct: decimalString(target),
          stopLossPct: decimalString(stop),
          trailingStopPct: decimalString(trail),
          trailingActivationPct: begins && decimalString(begins),
          breakEvenAtPct: decimalString(evens),
          ladder: [{ atPct: decimalString(step), sellPct: '10' }],
          timeStopAt: null,
        }
        const levels = levelsOf(plan, entry, cost)
        const marks = planMarks(plan, Number(decimalString(entry)), () => cost.toNumber())
        expect(isNear(marks.takeProfit, levels.takeProfit)).toBe(true)
        expect(isNear(marks.stopLoss, levels.stopLoss)).toBe(true)
        expect(isNear(marks.trailing!.keep, decimal('1').minus(levels.trailing!.distance))).toBe(true)
        expect(isNear(marks.trailing!.activation, levels.trailing!.activation)).toBe(true)
        expect(isNear(marks.breakEven!.arm, levels.breakEven!.arm)).toBe(true)
        expect(isNear(marks.breakEven!.stop, levels.breakEven!.stop)).toBe(true)
        expect(isNear(marks.ladder[0]!, levels.ladder[0]!.at)).toBe(true)
      },
    ),
    { numRuns: 2_000 },
  )
})

it('has nothing where the plan has nothing', () => {
  const plan: ExitPlan = {
    ...{ takeProfitPct: '20', stopLossPct: '10', trailingStopPct: null, trailingActivationPct: null },
    ...{ breakEvenAtPct: null, ladder: [], timeStopAt: null },
  }
  const asked = () => expect.unreachable('only break-even asks what a token has cost')
  expect(planMarks(plan, 2, asked)).toEqual({
    ...{ takeProfit: 2.4, stopLoss: 1.8, trailing: null, breakEven: null, ladder: [] },
  })
})
