import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { suggestSize } from './suggest-size'
import { classOf, type ClassFacts, classScalePct, tokenClasses } from './token-class'

const NOW = new Date('2026-11-22T12:00:00Z')
const facts = (change: Partial<ClassFacts> = {}): ClassFacts => ({
  verified: true,
  suspicious: false,
  blocked: false,
  liquidityUsd: '1000000',
  mintedAt: new Date(NOW.getTime() - 30 * 86_400_000),
  ...change,
})
const size = (capital: string, stop: string, tokenClass: (typeof tokenClasses)[number] = 'established') =>
  suggestSize({
    capitalUsd: decimal(capital),
    riskPct: decimal('2'),
    stopLossPct: decimal(stop),
    maxPositionUsd: decimal('500'),
    tokenClass,
  }).toFixed()

describe('token classes', () => {
  it.each([
    [{}, 'established'],
    [{ liquidityUsd: '999999.99' }, 'mid'],
    [{ mintedAt: new Date(NOW.getTime() - 7 * 86_400_000) }, 'mid'],
    [{ verified: false }, 'micro'],
    [{ liquidityUsd: '50000' }, 'micro'],
    [{ liquidityUsd: '49999' }, 'high-risk'],
    [{ liquidityUsd: null }, 'high-risk'],
    [{ mintedAt: null }, 'high-risk'],
    [{ suspicious: true }, 'high-risk'],
    [{ blocked: true }, 'high-risk'],
  ] as const)('%j is %s', (change, expected) => expect(classOf(facts(change), NOW)).toBe(expected))
})

describe('suggested size', () => {
  it('risks 2 % of the account at the stop, within the limit, scaled by class', () => {
    expect(size('1000', '10')).toBe('200')
    expect(size('10000', '10')).toBe('500')
    expect(size('10000', '10', 'mid')).toBe('250')
    expect(size('10000', '10', 'micro')).toBe('125')
    expect(size('10000', '10', 'high-risk')).toBe('75')
    expect(size('0', '10')).toBe('0')
    expect(size('100', '3')).toBe('66.66')
  })

  it('never passes the limit, and a stop never costs more than the risk', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.integer({ min: 1, max: 9_999 }),
        fc.constantFrom(...tokenClasses),
        (cents, stopBps, tokenClass) => {
          const capital = decimal(String(cents)).div(100)
          const stop = decimal(String(stopBps)).div(100)
          const suggested = decimal(size(capital.toFixed(), stop.toFixed(), tokenClass))
          expect(suggested.lte(decimal('500').mul(classScalePct[tokenClass]).div(100))).toBe(true)
          expect(suggested.mul(stop).div(100).lte(capital.mul('0.02'))).toBe(true)
        },
      ),
    )
  })
})
