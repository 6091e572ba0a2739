import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { firedRule } from './exit-plan'
import { TriggerIndex } from './trigger-index'

const price = fc.integer({ min: 1, max: 1_000_000_000 }).map((n) => decimal(String(n)).div('1000000000'))
const mint = fc.constantFrom('a', 'b', 'c')
const action = fc.oneof(
  fc.record({
    do: fc.constant('set' as const),
    id: fc.nat(40),
    mint,
    entry: price,
    spread: fc.double({ min: 0, max: 0.2, noNaN: true }),
  }),
  fc.record({ do: fc.constant('delete' as const), id: fc.nat(40) }),
  fc.record({ do: fc.constant('tick' as const), mint, spot: price }),
)

describe('trigger index', () => {
  it('names every position whose rule fires, for any executable price within its spread', () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 120 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (actions, part) => {
          const index = new TriggerIndex()
          const model = new Map<
            string,
            {
              mint: string
              takeProfit: ReturnType<typeof decimal>
              stopLoss: ReturnType<typeof decimal>
              spread: number
            }
          >()
          for (const step of actions) {
            if (step.do === 'set') {
              const trigger = {
                mint: step.mint,
                takeProfit: step.entry.mul('1.2'),
                stopLoss: step.entry.mul('0.9'),
                spread: step.spread,
              }
              index.set({ positionId: String(step.id), ...trigger })
              model.set(String(step.id), trigger)
            } else if (step.do === 'delete') {
              index.delete(String(step.id))
              model.delete(String(step.id))
            } else {
              const named = new Set(index.candidates(step.mint, step.spot))
              for (const [id, trigger] of model) {
                if (trigger.mint !== step.mint) {
                  expect(named.has(id)).toBe(false)
                  continue
                }
                const executable = step.spot.mul(1 - trigger.spread * part)
                if (firedRule(executable, trigger)) expect(named.has(id)).toBe(true)
              }
            }
            expect(index.size).toBe(model.size)
          }
        },
      ),
    )
  })

  it('names nobody between the stops and the targets', () => {
    const index = new TriggerIndex()
    for (let id = 0; id < 1_000; id += 1)
      index.set({
        positionId: String(id),
        mint: 'm',
        takeProfit: decimal('1.2'),
        stopLoss: decimal('0.9'),
        spread: 0.01,
      })
    expect(index.candidates('m', decimal('1'))).toEqual([])
    expect(index.candidates('m', decimal('1.2'))).toHaveLength(1_000)
    expect(index.candidates('m', decimal('0.9'))).toHaveLength(1_000)
    expect(index.candidates('other', decimal('0.1'))).toEqual([])
  })
})

describe('fired rule', () => {
  const levels = { takeProfit: decimal('1.2'), stopLoss: decimal('0.9') }
  it('fires at the level itself and beyond', () => {
    expect(firedRule(decimal('1.2'), levels)).toBe('TAKE_PROFIT')
    expect(firedRule(decimal('1.1999999999'), levels)).toBeNull()
    expect(firedRule(decimal('0.9'), levels)).toBe('STOP_LOSS')
    expect(firedRule(decimal('0.9000000001'), levels)).toBeNull()
    expect(firedRule(decimal('0'), levels)).toBe('STOP_LOSS')
  })
})
