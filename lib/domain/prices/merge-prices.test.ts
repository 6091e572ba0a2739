import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import { type Claims, type ClaimSource, decided, heard, mergedPrice, type PriceClaim } from './merge-prices'

const claim = (source: ClaimSource, slot: number, price: number): PriceClaim => ({
  source,
  slot: BigInt(slot),
  priceUsd: decimal(String(price)),
})
const after = (...told: PriceClaim[]): Claims => told.reduce<Claims>(heard, new Map())

const source = fc.constantFrom<ClaimSource>('account-stream', 'account-read', 'account-poll')
const claims = fc
  .array(fc.tuple(source, fc.nat(6), fc.integer({ min: 1, max: 200 })), { minLength: 1, maxLength: 25 })
  .map((list) => list.map(([from, slot, price]) => claim(from, slot, price)))

/** The same claims in another order, in which each source's own stay as they were. */
const interleaved = (told: readonly PriceClaim[], coin: () => number): PriceClaim[] => {
  const sources = [...new Set(told.map((one) => one.source))]
  const queues = sources.map((from) => told.filter((one) => one.source === from))
  const order: PriceClaim[] = []
  for (let open = queues; open.length > 0; open = open.filter((queue) => queue.length > 0))
    order.push(open[coin() % open.length]!.shift()!)
  return order
}

describe('prices of several sources', () => {
  it('never go back in slot', () => {
    fc.assert(
      fc.property(claims, (told) => {
        let slot = -1n
        for (let count = 1; count <= told.length; count++) {
          const merged = mergedPrice(after(...told.slice(0, count)))
          if (merged.kind !== 'believed') continue
          expect(merged.claim.slot).toBeGreaterThanOrEqual(slot)
          slot = merged.claim.slot
        }
      }),
    )
  })

  it('do not depend on whose claim comes first', () => {
    fc.assert(
      fc.property(claims, fc.infiniteStream(fc.nat()), (told, coin) => {
        const others = interleaved(told, () => coin.next().value as number)
        expect(mergedPrice(after(...others))).toEqual(mergedPrice(after(...told)))
      }),
    )
  })

  it('are never those of one source that lies while an honest one tells of the same moment', () => {
    const setting = fc.record({
      liar: fc.constantFrom<ClaimSource>('account-stream', 'account-poll'),
      honest: fc.integer({ min: 1_000, max: 2_000 }),
      factor: fc.oneof(fc.integer({ min: 1, max: 970 }), fc.integer({ min: 1_030, max: 1_000_000 })),
      slots: fc.tuple(fc.nat(1), fc.nat(1)),
      liesFirst: fc.boolean(),
    })
    fc.assert(
      fc.property(setting, ({ liar, honest, factor, slots, liesFirst }) => {
        const truthful = liar === 'account-stream' ? 'account-poll' : 'account-stream'
        const lie: PriceClaim = {
          ...claim(liar, 10 + slots[0], 0),
          priceUsd: decimal(String(honest)).mul(String(factor)).div('1000'),
        }
        const truth = claim(truthful, 10 + slots[1], honest)
        const told = liesFirst ? [lie, truth] : [truth, lie]
        expect(mergedPrice(after(...told))).toEqual({ kind: 'contested' })
      }),
    )
  })

  it('are the newest one, of one slot the better one, where they agree', () => {
    expect(mergedPrice(new Map())).toEqual({ kind: 'none' })
    const stream = claim('account-stream', 5, 100)
    const poll = claim('account-poll', 5, 101)
    expect(mergedPrice(after(poll, stream))).toEqual({ kind: 'believed', claim: stream })
    const later = claim('account-poll', 6, 101)
    expect(mergedPrice(after(stream, later))).toEqual({ kind: 'believed', claim: later })
    expect(mergedPrice(after(stream, claim('account-poll', 7, 50)))).toMatchObject({ kind: 'believed' })
    expect(mergedPrice(after(stream, claim('account-poll', 6, 50)))).toEqual({ kind: 'contested' })
    expect(mergedPrice(after(claim('account-poll', 6, 0), stream))).toEqual({ kind: 'contested' })
  })

  it('are what a second look decided, for its slot; later ones are free again', () => {
    const contested = after(claim('account-poll', 9, 100), claim('account-stream', 9, 5))
    const look = claim('account-read', 9, 99)
    expect(mergedPrice(decided(contested, look))).toEqual({ kind: 'believed', claim: look })
    const crash = claim('account-stream', 10, 60)
    expect(mergedPrice(heard(decided(contested, look), crash))).toEqual({ kind: 'believed', claim: crash })
    const again = claim('account-stream', 9, 5)
    expect(mergedPrice(heard(decided(contested, look), again))).toEqual({ kind: 'contested' })
    const newer = after(claim('account-stream', 12, 80))
    expect(mergedPrice(decided(newer, look))).toMatchObject({ claim: { slot: 12n } })
  })
})
