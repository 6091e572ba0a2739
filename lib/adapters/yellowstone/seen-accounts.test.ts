import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNews, type Written } from './seen-accounts'

const take = (told: readonly Written[]): Written[] => {
  let known: Written | null = null
  return told.filter((written) => {
    const news = isNews(known, written)
    if (news) known = written
    return news
  })
}
const at = (slot: number, version: number | null, node = 'a'): Written => ({
  slot: BigInt(slot),
  version: version === null ? null : BigInt(version),
  node,
})
const written = fc
  .tuple(fc.nat(5), fc.option(fc.nat(5)), fc.constantFrom('a', 'b'))
  .map(([slot, version, node]) => at(slot, version, node))

describe('what is news of an account', () => {
  it('never goes back in slot', () => {
    fc.assert(
      fc.property(fc.array(written), (told) => {
        const slots = take(told).map(({ slot }) => slot)
        expect(slots).toEqual([...slots].sort((x, y) => Number(x - y)))
      }),
    )
  })

  it('is each write of a node once, in its order, however often a part of them is told again', () => {
    const writes = fc.array(fc.nat(1), { minLength: 1, maxLength: 30 }).map((steps) => {
      let slot = 1
      return steps.map((step, index) => at((slot += step), index))
    })
    fc.assert(
      fc.property(writes, fc.nat(), fc.nat(), (all, cut, back) => {
        const end = cut % all.length
        const replayed = Math.max(0, end - (back % all.length))
        expect(take([...all.slice(0, end), ...all.slice(replayed)])).toEqual(all)
      }),
    )
  })

  it('prefers within a slot a write over a read, and a later read over an earlier one', () => {
    expect(isNews(at(5, 1), at(5, null))).toBe(false)
    expect(isNews(at(5, null), at(5, null))).toBe(true)
    expect(isNews(at(5, null), at(5, 0))).toBe(true)
    expect(isNews(at(5, 9), at(6, null))).toBe(true)
    expect(isNews(at(5, 9, 'a'), at(5, 1, 'b'))).toBe(true)
  })
})
