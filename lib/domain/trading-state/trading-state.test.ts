import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changed, refuseChange, type StateChange } from './change-state'
import {
  allowsExits,
  allowsNewEntries,
  allowsWorkingEntries,
  FREEZE_MS,
  isStricter,
  type ScopeState,
  standingAt,
  strictestOf,
  tradingStates,
} from './trading-state'

const start = new Date('2026-03-01T00:00:00Z')
const after = (ms: number) => new Date(start.getTime() + ms)
const running: ScopeState = {
  state: 'RUNNING',
  reason: null,
  by: null,
  since: start,
  until: null,
  previous: null,
}
const change = (state: StateChange['state'], until: Date | null = null): StateChange => ({
  state,
  reason: 'because',
  by: 'Ada',
  until,
})

const anyChange = fc
  .record({
    state: fc.constantFrom(...tradingStates),
    afterMs: fc.integer({ min: 0, max: 3 * FREEZE_MS }),
    lastsMs: fc.option(fc.integer({ min: 1, max: 2 * FREEZE_MS })),
  })
  .map(({ state, afterMs, lastsMs }) => ({ state, afterMs, lastsMs }))

/** Carries out those changes that are not refused, and calls back with the time and the scope after each. */
const play = (
  steps: { state: StateChange['state']; afterMs: number; lastsMs: number | null }[],
  each: (scope: ScopeState, now: Date) => void,
) => {
  let scope = running
  let at = 0
  for (const { state, afterMs, lastsMs } of steps) {
    at += afterMs
    const wanted = change(state, lastsMs === null ? null : after(at + lastsMs))
    if (refuseChange(wanted, after(at)) === null) scope = changed(scope, wanted, after(at))
    each(scope, after(at))
  }
}

describe('trading state', () => {
  it('forbids more the stricter it is', () => {
    const rules = [allowsNewEntries, allowsWorkingEntries, allowsExits]
    for (const left of tradingStates)
      for (const right of tradingStates)
        if (isStricter(left, right))
          for (const allows of rules) expect(allows(left) && !allows(right)).toBe(false)
  })

  it('a freeze ends after an hour and gives way to what was before it', () => {
    const flattening = changed(running, change('FLATTENING'), start)
    const frozen = changed(flattening, change('FROZEN'), after(1_000))
    expect(frozen.until).toEqual(after(1_000 + FREEZE_MS))
    const renewed = changed(frozen, change('FROZEN'), after(50 * 60_000))
    expect(standingAt(renewed, after(70 * 60_000)).state).toBe('FROZEN')
    expect(standingAt(renewed, after(110 * 60_000))).toMatchObject({ state: 'FLATTENING', until: null })
  })

  it('refuses ends that make no sense, naming the field', () => {
    expect(refuseChange(change('RUNNING', after(1)), start)).toMatch(/^until:/)
    expect(refuseChange(change('FLATTENING', after(1)), start)).toMatch(/^until:/)
    expect(refuseChange(change('NO_ENTRIES', start), start)).toMatch(/^until:/)
    expect(refuseChange(change('FROZEN', after(2 * FREEZE_MS)), start)).toMatch(/^until:/)
    expect(refuseChange(change('NO_ENTRIES', after(48 * FREEZE_MS)), start)).toBeNull()
  })

  it('property: no freeze outlasts an hour, whatever was asked in which order', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 12 }), (steps) =>
        play(steps, (scope, now) => {
          const later = standingAt(scope, new Date(now.getTime() + FREEZE_MS + 5_001))
          expect(later.state).not.toBe('FROZEN')
          expect(scope.previous?.state).not.toBe('FROZEN')
        }),
      ),
    )
  })

  it('property: the kill switch is forgotten only when somebody sets a lasting state over it', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 12 }), (steps) => {
        const flattening = changed(running, change('FLATTENING'), start)
        let scope = flattening
        let at = 0
        for (const { state, afterMs, lastsMs } of steps) {
          at += afterMs
          const ends = change(state, after(at + (lastsMs ?? 1)))
          if (refuseChange(ends, after(at)) === null) scope = changed(scope, ends, after(at))
        }
        expect(standingAt(scope, after(at + 10 * FREEZE_MS)).state).toBe('FLATTENING')
      }),
    )
  })

  it('property: of two scopes the stricter one counts, of two alike the one that lasts longer', () => {
    const scope = fc
      .record({
        state: fc.constantFrom(...tradingStates),
        lastsMs: fc.option(fc.integer({ min: 1, max: 9 })),
      })
      .map(({ state, lastsMs }) => ({ ...running, state, until: lastsMs === null ? null : after(lastsMs) }))
    fc.assert(
      fc.property(scope, scope, (global, own) => {
        const chosen = strictestOf(global, own) === 'global' ? global : own
        const other = chosen === global ? own : global
        expect(isStricter(other.state, chosen.state)).toBe(false)
        if (other.state === chosen.state)
          expect(chosen.until === null || (other.until !== null && other.until <= chosen.until)).toBe(true)
      }),
    )
  })
})
