import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noTrails, TrailGroups } from './trigger-trails'

const POSITIONS = 64

describe('trail groups', () => {
  it('keeps no more groups than it has positions, times the depth an absorbed group can lie at', () => {
    const action = fc.oneof(
      fc.record({ do: fc.constant('replace' as const), position: fc.integer({ min: 1, max: POSITIONS }) }),
      fc.record({ do: fc.constant('remove' as const), position: fc.integer({ min: 1, max: POSITIONS }) }),
      fc.record({ do: fc.constant('raise' as const), spot: fc.integer({ min: 1, max: 1_000 }) }),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 400 }), (actions) => {
        const trails = new TrailGroups(POSITIONS)
        const roots = noTrails()
        const held = new Set<number>()
        let last = 1
        for (const step of actions) {
          if (step.do === 'raise') trails.raise(roots, (last = step.spot))
          else {
            if (held.delete(step.position)) trails.remove(roots, step.position)
            if (step.do === 'replace') {
              trails.add(roots, step.position, 0.9, last)
              held.add(step.position)
            }
          }
          expect(trails.groups).toBeLessThanOrEqual(held.size * 7)
        }
        for (const position of held) trails.remove(roots, position)
        expect(trails.groups).toBe(0)
        expect(roots).toEqual(noTrails())
      }),
    )
  })

  it('does not grow while positions come and go under rising and falling prices', () => {
    const trails = new TrailGroups(POSITIONS)
    const roots = noTrails()
    let most = 0
    for (let turn = 0; turn < 50_000; turn += 1) {
      const position = (turn % POSITIONS) + 1
      const spot = 100 + 50 * Math.sin(turn / 40)
      if (trails.has(position)) trails.remove(roots, position)
      trails.add(roots, position, 0.9, spot)
      trails.raise(roots, spot)
      most = Math.max(most, trails.groups)
    }
    expect(most).toBeLessThanOrEqual(POSITIONS * 2)
  })
})
