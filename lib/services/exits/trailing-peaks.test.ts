import fc from 'fast-check'
import { expect, it } from 'vitest'
import { position } from './exit-monitor.fixture'
import { type Guard, guardOf } from './judge-position'
import { TrailingPeaks } from './trailing-peaks'

const trailing = (id: number, peak: number | null): Guard =>
  guardOf(
    position(String(id), 'm', { trailingStopPct: '10', peakPriceUsd: peak === null ? null : String(peak) }),
  )

type Change = { id: number; peak: number | null; kind: 'note' | 'delete' }
const change: fc.Arbitrary<Change> = fc.record({
  id: fc.nat({ max: 12 }),
  peak: fc.option(fc.integer({ min: 1, max: 9 })),
  kind: fc.constantFrom('note', 'note', 'delete'),
})

it('names those whose peak is not above a price, as a list of all would', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), fc.integer({ min: 1, max: 10 }), (changes, spot) => {
      const peaks = new TrailingPeaks()
      const model = new Map<number, number>()
      for (const { id, peak, kind } of changes) {
        if (kind === 'delete') peaks.delete(String(id))
        else peaks.note(trailing(id, peak))
        if (kind === 'delete' || peak === null) model.delete(id)
        else model.set(id, peak)
      }
      const named = [...peaks.reachedBy(spot)].map(({ id }) => Number(id)).sort((a, b) => a - b)
      const expected = [...model].filter(([, peak]) => peak <= spot).map(([id]) => id)
      expect(named).toEqual(expected.sort((a, b) => a - b))
    }),
  )
})

it('leaves out nobody who was there from the start, whatever comes and goes while they are named', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const peaks = new TrailingPeaks()
      for (let id = 0; id < 10; id += 1) peaks.note(trailing(id, 1))
      const [gone, named] = [new Set<string>(), new Set<string>()]
      const left = [...changes]
      for (const guard of peaks.reachedBy(1)) {
        named.add(guard.id)
        for (const { id, kind } of left.splice(0, 3)) {
          if (kind === 'note') peaks.note(trailing(id, 1))
          else {
            peaks.delete(String(id))
            gone.add(String(id))
          }
        }
      }
      for (let id = 0; id < 10; id += 1) if (!gone.has(String(id))) expect(named.has(String(id))).toBe(true)
    }),
  )
})
