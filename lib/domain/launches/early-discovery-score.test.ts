import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { earlyDiscoveryScore, MOST, scoreParts, type LaunchFacts } from './early-discovery-score'
import { furtherStatus, launchStatuses } from './launch-status'

const dollars = fc.option(fc.integer({ min: 0, max: 10_000_000 }).map(String), { nil: null })
const facts: fc.Arbitrary<LaunchFacts> = fc.record({
  ageMinutes: fc.double({ min: 0, max: 100_000, noNaN: true }),
  curveProgressBps: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
  liquidityUsd: dollars,
  volume24hUsd: dollars,
  earlier: fc.option(
    fc.record({
      liquidityUsd: dollars,
      volume24hUsd: dollars,
      minutes: fc.double({ min: 1, max: 90, noNaN: true }),
    }),
    { nil: null },
  ),
  holders: fc.option(fc.nat(1_000_000), { nil: null }),
  topHoldersPct: fc.option(fc.integer({ min: 0, max: 100 }).map(String), { nil: null }),
  creator: fc
    .record({ launches: fc.nat(50), graduated: fc.nat(50), collapsed: fc.nat(50) })
    .map(({ launches, graduated, collapsed }) => {
      const done = Math.min(graduated, launches)
      return { launches, graduated: done, collapsed: Math.min(collapsed, launches - done) }
    }),
  socials: fc.nat(5),
  suspicious: fc.boolean(),
  powersGivenUp: fc.option(fc.boolean(), { nil: null }),
})
const pointsOf = (of: LaunchFacts, name: string): number =>
  earlyDiscoveryScore(of).parts.find(({ part }) => part === name)!.points

describe('early discovery score', () => {
  it('is the sum of five parts within their bounds, whatever is known', () => {
    expect(Object.values(MOST).reduce((sum, most) => sum + most, 0)).toBe(100)
    fc.assert(
      fc.property(facts, (of) => {
        const { score, parts } = earlyDiscoveryScore(of)
        expect(parts.map(({ part }) => part)).toEqual(scoreParts)
        for (const { points, most, reason } of parts) {
          expect(Number.isInteger(points) && points >= 0 && points <= most).toBe(true)
          expect(reason).not.toBe('')
        }
        const sum = parts.reduce((total, { points }) => total + points, 0)
        expect(score).toBe(of.suspicious ? Math.min(10, sum) : sum)
      }),
    )
  })

  it('never falls with more of what is good, nor rises with more of what is bad', () => {
    const known = facts.filter(
      ({ curveProgressBps, holders }) => curveProgressBps !== null && holders !== null,
    )
    fc.assert(
      fc.property(known, fc.nat(5_000), (of, more) => {
        const further = { ...of, curveProgressBps: Math.min(10_000, of.curveProgressBps! + more) }
        expect(pointsOf(further, 'pace')).toBeGreaterThanOrEqual(pointsOf(of, 'pace'))
        const older = { ...of, ageMinutes: of.ageMinutes + more }
        expect(pointsOf(older, 'pace')).toBeLessThanOrEqual(pointsOf(of, 'pace'))
        const crowd = { ...of, holders: of.holders! + more }
        expect(pointsOf(crowd, 'holders')).toBeGreaterThanOrEqual(pointsOf(of, 'holders'))
        const { launches, graduated, collapsed } = of.creator
        const worse = { ...of, creator: { launches: launches + 1, graduated, collapsed: collapsed + 1 } }
        expect(pointsOf(worse, 'creator')).toBeLessThanOrEqual(pointsOf(of, 'creator'))
        expect(earlyDiscoveryScore({ ...of, suspicious: true }).score).toBeLessThanOrEqual(10)
      }),
    )
  })

  it('tells a launch that runs from one that nobody wants', () => {
    const running: LaunchFacts = {
      ...{ ageMinutes: 20, curveProgressBps: 5_500, holders: 180, topHoldersPct: '19', socials: 2 },
      ...{ liquidityUsd: '60000', volume24hUsd: '240000', suspicious: false, powersGivenUp: true },
      earlier: { liquidityUsd: '35000', volume24hUsd: '120000', minutes: 10 },
      creator: { launches: 3, graduated: 2, collapsed: 0 },
    }
    const idle: LaunchFacts = {
      ...running,
      ...{ ageMinutes: 900, curveProgressBps: 200, holders: 9, topHoldersPct: '70', socials: 0 },
      earlier: { liquidityUsd: '60000', volume24hUsd: '240000', minutes: 10 },
      creator: { launches: 6, graduated: 0, collapsed: 5 },
    }
    expect(earlyDiscoveryScore(running).score).toBeGreaterThan(85)
    expect(earlyDiscoveryScore(idle).score).toBeLessThan(20)
  })
})

describe('the status of a launch', () => {
  it('only ever goes on, and words that are not known change nothing', () => {
    const status = fc.constantFrom(...launchStatuses)
    fc.assert(
      fc.property(fc.option(status, { nil: null }), fc.oneof(status, fc.string()), (known, told) => {
        const next = furtherStatus(known, told)
        const rank = (each: string | null) => launchStatuses.findIndex((one) => one === each)
        expect(rank(next)).toBe(Math.max(0, rank(known), rank(told)))
      }),
    )
  })
})
