import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, chooseNodes } from './choose-nodes'
import { answered, failed, freshHealth, type NodeHealth, withLag, withLatency } from './node-health'
import { MOST_SLOTS_BEHIND, rpcScore } from './score'

const NOW = 1_000_000
const down = { reason: 'down', limited: false, retryAfterMs: null }

const health: fc.Arbitrary<NodeHealth> = fc
  .record({
    latencyMs: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true })),
    answers: fc.array(fc.boolean(), { maxLength: 40 }),
    lag: fc.nat(200),
    rests: fc.boolean(),
  })
  .map(({ latencyMs, answers, lag, rests }) => {
    const start = rests ? NOW - 1 : 0
    const heard = answers.reduce(
      (so, ok) => (ok ? answered(so, start) : failed(so, down, start)),
      freshHealth(0),
    )
    return withLag(latencyMs === null ? heard : withLatency(heard, latencyMs), lag, NOW)
  })
const candidates = fc
  .array(
    fc.record({ tier: fc.integer({ min: 1, max: 3 }), health, backlog: fc.nat(3), overdue: fc.nat(1) }),
    {
      maxLength: 6,
    },
  )
  .map((all) => all.map((one, node): Candidate<number> => ({ ...one, node })))

describe('choosing nodes', () => {
  it('F07 has every node, and those behind after every other, the least first', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const chosen = chooseNodes(all, NOW)
        expect([...chosen].sort()).toEqual(all.map(({ node }) => node))
        const lags = chosen.map((node) => all[node]!.health.slotLag)
        const last = lags.filter((lag) => lag > MOST_SLOTS_BEHIND)
        expect(lags.slice(lags.length - last.length)).toEqual(last.sort((a, b) => a - b))
      }),
    )
  })

  it('asks a resting node only after every other but those behind', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const current = all.filter(({ health }) => health.state !== 'behind')
        const rests = chooseNodes(current, NOW).map((node) => all[node]!.health.restUntil > NOW)
        expect(rests).toEqual([...rests].sort())
      }),
    )
  })

  it('asks one that claims to be far ahead of all others after everybody', () => {
    const at = (node: string, lag: number) => ({
      ...{ node, tier: 1, backlog: 0, overdue: 0 },
      health: withLag(freshHealth(0), lag, NOW),
    })
    expect(chooseNodes([at('ahead', -500), at('behind', 12), at('with', 0)], NOW)).toEqual([
      'with',
      'behind',
      'ahead',
    ])
  })

  it('keeps to tiers, and within a tier to the score, where nothing else tells them apart', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const calm = all.map((one) => ({ ...one, backlog: 0, overdue: 0 }))
        const chosen = chooseNodes(calm, NOW).map((node) => calm[node]!)
        const usable = chosen.filter(
          ({ health }) => health.state !== 'behind' && health.restUntil <= NOW && health.successRate >= 0.5,
        )
        for (const [place, one] of usable.entries()) {
          const next = usable[place + 1]
          if (!next) continue
          expect(one.tier).toBeLessThanOrEqual(next.tier)
          if (one.tier === next.tier) expect(rpcScore(one.health)).toBeLessThan(rpcScore(next.health) + 10)
        }
      }),
    )
  })

  it('asks one that fails more often than not after every tier', () => {
    const bad = Array.from({ length: 8 }).reduce<NodeHealth>((so) => failed(so, down, 0), freshHealth(0))
    const back = answered(bad, NOW)
    const first = { node: 'flaky', tier: 1, health: back, backlog: 0, overdue: 0 }
    const last = { node: 'public', tier: 3, health: freshHealth(0), backlog: 0, overdue: 0 }
    expect(chooseNodes([first, last], NOW)).toEqual(['public', 'flaky'])
    const earned = Array.from({ length: 5 }).reduce<NodeHealth>((so) => answered(so, NOW), back)
    expect(chooseNodes([{ ...first, health: earned }, last], NOW)).toEqual(['flaky', 'public'])
  })

  it('passes over one that keeps a call waiting', () => {
    const fast = { node: 'fast', tier: 1, health: freshHealth(0), backlog: 0, overdue: 1 }
    const slow = { node: 'slow', tier: 3, health: freshHealth(0), backlog: 0, overdue: 0 }
    expect(chooseNodes([fast, slow], NOW)).toEqual(['slow', 'fast'])
  })
})
