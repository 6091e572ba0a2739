import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chainTip, lagAt, sureTip, withSlot } from './chain-tip'
import { answered, failed, freshHealth, type NodeHealth, withLag } from './node-health'
import { patienceMs, withDuration } from './patience'
import { rpcScore } from './score'

const down = { reason: 'down', limited: false, retryAfterMs: null }

describe('the score', () => {
  it('is the one the system was described with, while a node does not lag', () => {
    expect(rpcScore({ latencyMs: 100, successRate: 0.99, slotLag: 2 })).toBeCloseTo(100 * 0.3 + 10)
    expect(rpcScore({ latencyMs: 100, successRate: 1, slotLag: 4 })).toBeCloseTo((100 + 800) * 0.3)
  })

  it('falls with nothing that is worse', () => {
    const measured = fc.record({
      latencyMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
      successRate: fc.double({ min: 0, max: 1, noNaN: true }),
      slotLag: fc.nat(500),
    })
    fc.assert(
      fc.property(measured, measured, (one, other) => {
        const worse =
          one.latencyMs >= other.latencyMs &&
          one.successRate <= other.successRate &&
          one.slotLag >= other.slotLag
        if (worse) expect(rpcScore(one)).toBeGreaterThanOrEqual(rpcScore(other))
      }),
    )
  })
})

describe('the health of a node', () => {
  it('keeps its success between 0 and 1 and comes back by answering, whatever happened before', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 100 }), (answers) => {
        const step = (so: NodeHealth, ok: boolean) => (ok ? answered(so, 5) : failed(so, down, 5))
        const after = answers.reduce(step, freshHealth(0))
        expect(after.successRate).toBeGreaterThanOrEqual(0)
        expect(after.successRate).toBeLessThanOrEqual(1)
        const healed = Array.from({ length: 8 }).reduce<NodeHealth>((so) => step(so, true), after)
        expect(healed).toMatchObject({ state: 'healthy', failuresInRow: 0, restUntil: 0 })
      }),
    )
  })

  it('says since when it is what it is', () => {
    const failing = failed(freshHealth(1), down, 10)
    expect(failing).toMatchObject({ state: 'failing', since: 10, lastError: 'down' })
    expect(failed(failing, down, 20)).toMatchObject({ state: 'failing', since: 10 })
    const limited = failed(failing, { reason: 'HTTP 429', limited: true, retryAfterMs: 5_000 }, 30)
    expect(limited).toMatchObject({ state: 'limited', since: 30, restUntil: 5_030 })
    expect(answered(limited, 40)).toMatchObject({ state: 'healthy', since: 40 })
  })

  it('is behind beyond 10 slots and until no more than 5', () => {
    const states = [10, 11, 6, 5, 10].map(
      (
        (health) => (lag: number) =>
          (health = withLag(health, lag, lag)).state
      )(freshHealth(0)),
    )
    expect(states).toEqual(['healthy', 'behind', 'behind', 'healthy', 'healthy'])
  })
})

describe('the tip of the chain', () => {
  const at = (...slots: bigint[]) => slots.map((slot) => ({ slot, at: 0 }))

  it('is the newest slot heard of lately, of three nodes the second newest', () => {
    expect(chainTip([], 0)).toBeNull()
    expect(chainTip(at(7n), 0)).toBe(7n)
    expect(chainTip(at(7n, 9n), 30_000)).toBe(9n)
    expect(chainTip(at(7n, 9n, 8n), 30_000)).toBe(8n)
    expect(chainTip([...at(9n), { slot: 7n, at: 5_000 }], 30_001)).toBe(7n)
  })

  it('is not told by a node that stands still', () => {
    const stands = withSlot(withSlot(undefined, 5n, 0), 5n, 40_000)
    const moves = withSlot(withSlot(undefined, 5n, 0), 6n, 40_000)
    expect([chainTip([stands], 40_000), chainTip([moves], 40_000)]).toEqual([null, 6n])
  })

  it('does not believe one that claims a slot far beyond all others', () => {
    for (const claim of [5_011n, 5_500n, 9_999_999n]) {
      const samples = at(5_000n, 5_001n, claim)
      expect(chainTip(samples, 0)).toBe(5_001n)
      expect(lagAt(5_000n, samples, 0)).toBe(1)
    }
    expect(lagAt(5_500n, at(5_000n, 5_001n, 5_500n), 0)).toBe(-499)
    expect(lagAt(5_151n, at(5_000n, 5_001n, 5_151n), 0)).toBe(0)
  })
})

describe('two nodes far apart', () => {
  const at = (...slots: bigint[]) => slots.map((slot) => ({ slot, at: 0 }))

  it('asks of both no more than the lower has, and reads first from the higher', () => {
    expect(sureTip(at(5_000n, 5_150n), 0)).toBe(5_150n)
    expect(sureTip(at(5_000n, 5_151n), 0)).toBe(5_000n)
    expect(lagAt(5_000n, at(5_000n, 5_151n), 0)).toBe(151)
    expect(lagAt(5_151n, at(5_000n, 5_151n), 0)).toBe(0)
    expect([sureTip([], 0), sureTip(at(5n), 0)]).toEqual([null, 5n])
  })
})

describe('patience', () => {
  it('is what 19 of 20 calls take, between bounds', () => {
    expect(patienceMs([])).toBe(300)
    const hundred = Array.from({ length: 100 }, (_, ms) => 200 + ms).reduce<readonly number[]>(
      withDuration,
      [],
    )
    expect(hundred).toHaveLength(32)
    expect(patienceMs(hundred)).toBe(298)
    expect(patienceMs(Array(9).fill(1))).toBe(120)
    expect(patienceMs(Array(9).fill(9_000))).toBe(1_000)
  })
})
