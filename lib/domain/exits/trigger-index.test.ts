import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atEveryPrice, type Trigger, TriggerIndex } from './trigger-index'

/** Few distinct values, so that equal levels, equal peaks and prices exactly at a level are common. */
const price = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((n) => n / 4),
  fc.double({ min: 1e-9, max: 1e3, noNaN: true }),
)
const mint = fc.constantFrom('a', 'b', 'c')
const factor = fc.oneof(fc.constantFrom(0.5, 0.75, 1), fc.double({ min: 0.01, max: 1, noNaN: true }))
const trigger: fc.Arbitrary<Trigger> = fc.record({
  positionId: fc.nat(30).map(String),
  mint,
  up: fc.option(price),
  down: fc.option(price),
  trail: fc.option(fc.record({ factor, peak: price })),
})
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('set' as const), trigger }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), id: fc.nat(30).map(String) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tick' as const), mint, spot: price }) },
)

const set = (index: TriggerIndex<string>, trigger: Trigger) => index.set(trigger, trigger.positionId)

/** The same by looking at every position. */
const bruteForce = () => {
  const positions = new Map<string, Trigger>()
  const tick = (mint: string, spot: number): string[] =>
    [...positions.values()]
      .filter((position) => position.mint === mint)
      .filter((position) => {
        if (position.trail) position.trail.peak = Math.max(position.trail.peak, spot)
        return (
          (position.up !== null && spot >= position.up) ||
          (position.down !== null && spot <= position.down) ||
          (position.trail !== null && spot <= position.trail.factor * position.trail.peak)
        )
      })
      .map((position) => position.positionId)
  return { positions, tick }
}

describe('trigger index', () => {
  it('names on each tick exactly those a loop over all positions names, once each', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 250 }), (actions) => {
        const index = new TriggerIndex<string>()
        const model = bruteForce()
        for (const step of actions) {
          if (step.do === 'set') {
            set(index, step.trigger)
            const { trail } = step.trigger
            model.positions.set(step.trigger.positionId, { ...step.trigger, trail: trail && { ...trail } })
          } else if (step.do === 'delete') {
            index.delete(step.id)
            model.positions.delete(step.id)
          } else {
            expect([...index.tick(step.mint, step.spot)].sort()).toEqual(
              model.tick(step.mint, step.spot).sort(),
            )
          }
          expect(index.size).toBe(model.positions.size)
        }
        for (let id = 0; id <= 30; id += 1) {
          const known = model.positions.get(String(id))
          expect(index.has(String(id))).toBe(known !== undefined)
          expect(index.peakOf(String(id))).toBe(known?.trail?.peak ?? null)
        }
      }),
      { numRuns: 600 },
    )
  })

  it('holds for many positions on a long walk with jumps', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { maxLength: 300 }), (moves) => {
        const index = new TriggerIndex<string>()
        const model = bruteForce()
        let spot = 1
        let next = 0
        const open = (id: string) => {
          const away = 0.02 + (next++ % 29) / 100
          const trail = next % 3 === 0 ? { factor: 1 - away, peak: spot } : null
          const trigger = { positionId: id, mint: 'm', up: spot * (1 + away), down: spot * (1 - away) }
          set(index, { ...trigger, trail })
          model.positions.set(id, { ...trigger, trail: trail && { ...trail } })
        }
        for (let id = 0; id < 200; id += 1) open(String(id))
        for (const [step, move] of moves.entries()) {
          spot *= step % 20 === 0 ? 1 + move : 1 + move / 20
          const named = index.tick('m', spot)
          expect([...named].sort()).toEqual(model.tick('m', spot).sort())
          for (const id of named) open(id)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('tells any number of tokens apart, also where one takes the place of another', () => {
    const index = new TriggerIndex<string>()
    const at = (mint: string, up: number) =>
      set(index, { positionId: `of ${mint}`, mint, up, down: null, trail: null })
    for (let token = 1; token <= 100; token += 1) at(`m${token}`, token)
    for (let token = 1; token <= 100; token += 2) index.delete(`of m${token}`)
    for (let token = 1; token <= 50; token += 1) at(`n${token}`, token / 10)
    for (let token = 1; token <= 100; token += 1)
      expect(index.tick(`m${token}`, token)).toEqual(token % 2 === 0 ? [`of m${token}`] : [])
    for (let token = 1; token <= 50; token += 1) {
      expect(index.tick(`n${token}`, token / 10)).toEqual([`of n${token}`])
      expect(index.tick(`n${token}`, token / 10 - 0.01)).toEqual([])
    }
  })

  it('names a position again on each tick until it is deleted', () => {
    const index = new TriggerIndex<string>()
    set(index, { positionId: 'p', mint: 'm', up: 2, down: 1, trail: { factor: 0.9, peak: 1.5 } })
    expect(index.tick('m', 1.4)).toEqual([])
    expect(index.tick('m', 1.35)).toEqual(['p'])
    expect(index.tick('m', 0.5)).toEqual(['p'])
    expect(index.tick('other', 0.5)).toEqual([])
    index.delete('p')
    expect(index.tick('m', 0.5)).toEqual([])
    expect(index.peakOf('p')).toBeNull()
  })

  it('keeps the peak when the same trail is set again at its peak, and starts anew from another', () => {
    const index = new TriggerIndex<string>()
    const from = (peak: number) =>
      set(index, { positionId: 'p', mint: 'm', up: null, down: null, trail: { factor: 0.5, peak } })
    from(1)
    index.tick('m', 3)
    expect(index.peakOf('p')).toBe(3)
    from(3)
    expect(index.peakOf('p')).toBe(3)
    from(2)
    expect(index.peakOf('p')).toBe(2)
  })

  it('refuses what is no price', () => {
    const index = new TriggerIndex<string>()
    const sound: Trigger = { positionId: 'p', mint: 'm', up: 2, down: 1, trail: null }
    for (const wrong of [
      { up: Number.NaN },
      { down: Number.NaN },
      { up: 0 },
      { down: -1 },
      { down: 1e-300 },
      { trail: { factor: 0, peak: 1 } },
      { trail: { factor: 1.01, peak: 1 } },
      { trail: { factor: 0.5, peak: Number.NaN } },
      { trail: { factor: 0.5, peak: Infinity } },
    ])
      expect(() => set(index, { ...sound, ...wrong })).toThrow(RangeError)
    expect(index.size).toBe(0)
    expect(() => index.tick('m', Number.NaN)).toThrow(RangeError)
    set(index, atEveryPrice(sound))
    for (const spot of [0, 1e-320, 1.5, 1e308, Infinity]) expect(index.tick('m', spot)).toEqual(['p'])
  })
})
