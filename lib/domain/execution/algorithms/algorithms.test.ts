import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../../money/decimal'
import { chooseAlgorithm } from './choose-algorithm'
import { afterBegin, afterEnd, dueSlice, hasRunOut, isUnderWay, type Slicing } from './slice-machine'
import { scheduleSlices, type ScheduleInput } from './slice-schedule'

const half = () => 0.5
const schedule = (input: Partial<ScheduleInput>) =>
  scheduleSlices({
    algorithm: 'TWAP',
    inputRaw: 1_000n,
    mostSlices: 100,
    profile: null,
    random: half,
    ...input,
  })

describe('AUTO', () => {
  it.each([
    ['99.99', 'MARKET'],
    ['100', 'TWAP'],
    ['499.99', 'TWAP'],
    ['500', 'VWAP'],
    ['999.99', 'VWAP'],
    ['1000', 'ICEBERG'],
  ])('$%s in a pool of $10,000 is %s', (amount, algorithm) =>
    expect(chooseAlgorithm(decimal(amount), decimal('10000'))).toBe(algorithm),
  )

  it('buys at once where slices would be too small, or the pool is not known', () => {
    expect(chooseAlgorithm(decimal('9.99'), decimal('10'))).toBe('MARKET')
    expect(chooseAlgorithm(decimal('500'), null)).toBe('MARKET')
    expect(chooseAlgorithm(decimal('500'), decimal('0'))).toBe('ICEBERG')
  })
})

describe('a schedule', () => {
  it('of TWAP has five equal parts a minute apart', () =>
    expect(schedule({})).toEqual([0, 1, 2, 3, 4].map((n) => ({ inputRaw: 200n, afterMs: n * 60_000 }))))

  it('of VWAP follows the usual volume, within bounds', () => {
    const profile = [100, 100, 100, 100, 100, 100, 100, 100, 0, 1_000]
    const parts = schedule({ algorithm: 'VWAP', inputRaw: 100_000n, profile }).map(({ inputRaw }) => inputRaw)
    expect(parts).toHaveLength(10)
    expect(parts[9]! / parts[8]!).toBe(16n)
    expect(parts[0]! > parts[8]! && parts[0]! < parts[9]!).toBe(true)
    const flat = schedule({ algorithm: 'VWAP', profile: Array(10).fill(0) }).map(({ inputRaw }) => inputRaw)
    expect(new Set(flat).size).toBe(1)
  })

  it('of ICEBERG has twenty parts or more, none like the other', () => {
    let seed = 7
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
    const slices = schedule({ algorithm: 'ICEBERG', inputRaw: 10n ** 9n, random })
    expect(slices.length).toBeGreaterThanOrEqual(20)
    expect(new Set(slices.map(({ inputRaw }) => inputRaw)).size).toBe(slices.length)
    const gaps = slices.slice(1).map(({ afterMs }, index) => afterMs - slices[index]!.afterMs)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000)
  })

  it('spends exactly the amount, in parts of something, in order, within the time asked for', () => {
    fc.assert(
      fc.property(
        fc.record({
          algorithm: fc.constantFrom('TWAP' as const, 'VWAP' as const, 'ICEBERG' as const),
          inputRaw: fc.bigInt(1n, 10n ** 14n),
          mostSlices: fc.integer({ min: 1, max: 40 }),
          profile: fc.option(
            fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 10 }),
          ),
          durationMs: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: undefined }),
          draws: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1 }),
        }),
        ({ draws, ...input }) => {
          let drawn = 0
          const slices = scheduleSlices({ ...input, random: () => draws[drawn++ % draws.length]! })
          expect(slices.reduce((sum, { inputRaw }) => sum + inputRaw, 0n)).toBe(input.inputRaw)
          expect(slices.every(({ inputRaw }) => inputRaw > 0n)).toBe(true)
          expect(slices.length).toBeLessThanOrEqual(input.mostSlices)
          expect(slices[0]!.afterMs).toBe(0)
          expect(slices.map(({ afterMs }) => afterMs)).toEqual(
            slices.map(({ afterMs }) => afterMs).toSorted((a, b) => a - b),
          )
          if (input.durationMs !== undefined)
            expect(slices.at(-1)!.afterMs).toBeLessThanOrEqual(input.durationMs)
        },
      ),
    )
  })
})

describe('the slices of an order', () => {
  const begin = (parts: bigint[]): Slicing => ({
    ...{ status: 'ACTIVE', begun: 0, settled: 0, carryRaw: 0n, failures: 0, nextAt: 0 },
    schedule: parts.map((inputRaw, index) => ({ inputRaw, afterMs: index * 1_000 })),
  })
  const step = (slicing: Slicing, now: number, outcome: 'filled' | 'failed') => {
    const due = dueSlice(slicing, now)!
    return afterEnd(
      afterBegin(slicing, due.inputRaw, now),
      due.inputRaw,
      outcome === 'filled' ? due.inputRaw : 0n,
    )
  }

  it('come one after the other, each in its time', () => {
    let slicing = begin([5n, 5n])
    expect(dueSlice(slicing, 0)).toEqual({ seq: 1, inputRaw: 5n })
    slicing = afterBegin(slicing, 5n, 0)
    expect(isUnderWay(slicing)).toBe(true)
    expect(dueSlice(slicing, 99_999)).toBeNull()
    slicing = afterEnd(slicing, 5n, 5n)
    expect(dueSlice(slicing, 999)).toBeNull()
    expect(dueSlice(slicing, 1_000)).toEqual({ seq: 2, inputRaw: 5n })
    expect(dueSlice({ ...slicing, status: 'PAUSED' }, 1_000)).toBeNull()
  })

  it('take up what failed, and keep their gap after a long absence', () => {
    let slicing = step(begin([5n, 5n, 5n]), 0, 'failed')
    expect(dueSlice(slicing, 60_000)).toEqual({ seq: 2, inputRaw: 10n })
    slicing = step(slicing, 60_000, 'filled')
    expect(slicing.carryRaw).toBe(0n)
    expect(dueSlice(slicing, 60_999)).toBeNull()
    expect(dueSlice(slicing, 61_000)).toEqual({ seq: 3, inputRaw: 5n })
  })

  it('end after three failures in a row', () => {
    let slicing = begin([5n, 5n, 5n, 5n])
    for (const now of [0, 1_000, 2_000]) slicing = step(slicing, now, 'failed')
    expect([hasRunOut(slicing), dueSlice(slicing, 9_999)]).toEqual([true, null])
  })

  it('never spend more than the order, and all of it unless they fail or are stopped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(1n, 1_000n), { minLength: 1, maxLength: 12 }),
        fc.array(
          fc.tuple(fc.nat(4_000), fc.constantFrom('filled', 'filled', 'filled', 'half', 'failed', 'stop')),
          {
            maxLength: 60,
          },
        ),
        (parts, steps) => {
          const whole = parts.reduce((sum, part) => sum + part, 0n)
          let slicing = begin(parts)
          let [now, spent, failed, stopped] = [0, 0n, 0, false]
          for (const [afterMs, outcome] of [...steps, ...Array(20).fill([4_000, 'filled'])] as typeof steps) {
            now += afterMs
            if (outcome === 'stop') {
              slicing = { ...slicing, status: 'STOPPING' }
              stopped = true
              continue
            }
            const due = dueSlice(slicing, now)
            if (!due) continue
            expect(due.inputRaw).toBeGreaterThan(0n)
            // Of a sale a part may be sold.
            const done = { filled: due.inputRaw, half: due.inputRaw / 2n, failed: 0n }[outcome]
            slicing = afterEnd(afterBegin(slicing, due.inputRaw, now), due.inputRaw, done)
            spent += done
            if (outcome !== 'filled') failed += 1
            const left = slicing.schedule
              .slice(slicing.begun)
              .reduce((sum, { inputRaw }) => sum + inputRaw, 0n)
            expect(spent + slicing.carryRaw + left).toBe(whole)
          }
          expect(hasRunOut(slicing)).toBe(true)
          if (!stopped && failed === 0) expect(spent).toBe(whole)
        },
      ),
    )
  })

  it('never sell more than is held, whatever is sold beside them, and end when nothing is left', () => {
    const beside = fc.record({ kind: fc.constant('beside' as const), pct: fc.integer({ min: 1, max: 100 }) })
    const slice = fc.record({
      kind: fc.constant('slice' as const),
      donePct: fc.constantFrom(0, 50, 100, 100, 100),
    })
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(1n, 1_000n), { minLength: 1, maxLength: 12 }),
        fc.array(fc.oneof(beside, slice), { maxLength: 40 }),
        (parts, steps) => {
          const whole = parts.reduce((sum, part) => sum + part, 0n)
          let [slicing, held, sold, elsewhere, now] = [begin(parts), whole, 0n, 0n, 0]
          for (const step of steps) {
            now += 2_000
            if (step.kind === 'beside') {
              const taken = (held * BigInt(step.pct)) / 100n
              held -= taken
              elsewhere += taken
              continue
            }
            const due = held === 0n ? null : dueSlice(slicing, now)
            if (!due) continue
            const inputRaw = due.inputRaw < held ? due.inputRaw : held
            const done = (inputRaw * BigInt(step.donePct)) / 100n
            slicing = afterEnd(afterBegin(slicing, due.inputRaw, now), inputRaw, done)
            held -= done
            sold += done
            expect(slicing.carryRaw).toBeGreaterThanOrEqual(0n)
            expect(sold).toBeLessThanOrEqual(whole - elsewhere)
          }
          expect(held + sold + elsewhere).toBe(whole)
        },
      ),
    )
  })
})
