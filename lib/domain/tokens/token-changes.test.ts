import { describe, expect, it } from 'vitest'
import type { StoredMintFacts } from './safety'
import { tokenChanges } from './token-changes'

const facts = (changes: Partial<StoredMintFacts> = {}): StoredMintFacts => ({
  ...{ mintAuthorityDisabled: true, freezeAuthorityDisabled: true, blockers: [], taxBps: 0, laterTax: null },
  readAt: '2026-11-22T12:00:00.000Z',
  ...changes,
})
const occasions = (before: StoredMintFacts, now: StoredMintFacts) =>
  tokenChanges('TKN', { mint: before }, now).map(({ occasion }) => occasion)

describe('tokenChanges', () => {
  it('has no news of a token that stayed as it was, or got better', () => {
    expect(occasions(facts(), facts())).toEqual([])
    expect(occasions(facts({ taxBps: 300, freezeAuthorityDisabled: false }), facts({ taxBps: 100 }))).toEqual(
      [],
    )
    const announced = facts({ taxBps: 50, laterTax: { bps: 5_000, epoch: '9' } })
    expect(occasions(announced, announced)).toEqual([])
  })

  it.each<[string, Partial<StoredMintFacts>, Partial<StoredMintFacts>, string]>([
    ['a tax that rose', { taxBps: 300 }, { taxBps: 900 }, 'tax:900'],
    ['a rise that is announced', {}, { laterTax: { bps: 100, epoch: '9' } }, 'later-tax:100:9'],
    [
      'a rise above the one announced before',
      { taxBps: 50, laterTax: { bps: 100, epoch: '9' } },
      { taxBps: 50, laterTax: { bps: 5_000, epoch: '9' } },
      'later-tax:5000:9',
    ],
    ['a new freeze authority', {}, { freezeAuthorityDisabled: false }, 'freeze-authority'],
    ['a new mint authority', {}, { mintAuthorityDisabled: false }, 'mint-authority'],
    ['a new extension', {}, { blockers: ['a transfer hook'] }, 'extensions:a transfer hook'],
  ])('tells %s', (_name, before, now, occasion) => {
    expect(occasions(facts(before), facts({ ...before, ...now }))).toEqual([occasion])
  })
})
