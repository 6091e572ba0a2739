import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dcaCanBecome, type DcaSchedule, dcaStatuses, dueStep, resumedAt } from './dca-plan'

const start = new Date('2026-11-22T23:30:00Z')
const plan = fc.record({
  everyMinutes: fc.integer({ min: 1, max: 43_200 }),
  count: fc.integer({ min: 1, max: 20 }),
})
const jumps = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 40 })

describe('a plan of recurring purchases', () => {
  it('buys at most once a look, at most `count` times, and keeps its rhythm whatever it missed', () => {
    fc.assert(
      fc.property(plan, jumps, ({ everyMinutes, count }, seconds) => {
        let now = start.getTime()
        let current: DcaSchedule = { nextAt: start, everyMinutes, count, done: 0 }
        const bought: number[] = []
        for (const jump of seconds) {
          now += jump * 1_000
          const step = dueStep(current, new Date(now))
          if (!step) continue
          bought.push(step.seq)
          expect(step.nextAt.getTime()).toBeGreaterThan(now)
          expect(step.nextAt.getTime() - now).toBeLessThanOrEqual(everyMinutes * 60_000)
          expect((step.nextAt.getTime() - start.getTime()) % (everyMinutes * 60_000)).toBe(0)
          expect(dueStep({ ...current, ...step }, new Date(now))).toBeNull()
          current = { ...current, ...step }
        }
        expect(bought).toEqual(bought.map((_, place) => place + 1))
        expect(bought.length).toBeLessThanOrEqual(count)
      }),
    )
  })

  it('resumes at its next own time, not in the past', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 0, max: 10_000_000 }), ({ everyMinutes }, late) => {
        const now = new Date(start.getTime() + late * 1_000)
        const next = resumedAt({ nextAt: start, everyMinutes }, now).getTime()
        expect(next).toBeGreaterThanOrEqual(now.getTime())
        expect(next - now.getTime()).toBeLessThan(everyMinutes * 60_000)
      }),
    )
  })

  it('is over for good once completed or cancelled', () => {
    for (const to of dcaStatuses) {
      expect(dcaCanBecome('COMPLETED', to)).toBe(false)
      expect(dcaCanBecome('CANCELLED', to)).toBe(false)
    }
    expect(dcaCanBecome('PAUSED', 'ACTIVE')).toBe(true)
  })
})
