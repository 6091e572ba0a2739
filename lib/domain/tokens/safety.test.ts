import { describe, expect, it } from 'vitest'
import { checkSafety, type SafetyFacts, type StoredMintFacts } from './safety'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './well-known'

const now = new Date('2026-11-22T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const safe: SafetyFacts = {
  verified: true,
  suspicious: false,
  mintAuthorityDisabled: true,
  freezeAuthorityDisabled: true,
  topHoldersPct: '18.4',
  liquidityUsd: '2000000',
  mintedAt: hoursAgo(24 * 40),
  tokenProgram: TOKEN_PROGRAM,
  decimals: 6,
  mintFacts: null,
}
const read: StoredMintFacts = {
  ...{ mintAuthorityDisabled: true, freezeAuthorityDisabled: true, blockers: [] },
  ...{ taxBps: 0, laterTax: null, readAt: now.toISOString() },
}
const levelOf = (facts: Partial<SafetyFacts>, id: string) =>
  checkSafety({ ...safe, ...facts }, now).find((chip) => chip.id === id)

describe('safety strip', () => {
  it('is green all over for an established token', () => {
    expect(checkSafety(safe, now).map(({ level }) => level)).toEqual(Array(8).fill('pass'))
  })

  it.each<[string, Partial<SafetyFacts>, string, string]>([
    ['mint-authority', { mintAuthorityDisabled: false }, 'amber', 'Supply can be raised'],
    ['mint-authority', { mintAuthorityDisabled: null }, 'amber', 'Mint authority unknown'],
    ['freeze-authority', { freezeAuthorityDisabled: false }, 'amber', 'Your tokens can be frozen'],
    [
      'freeze-authority',
      { freezeAuthorityDisabled: false, verified: false },
      'block',
      'Your tokens can be frozen',
    ],
    ['freeze-authority', { freezeAuthorityDisabled: null }, 'amber', 'Freeze authority unknown'],
    ['top-holders', { topHoldersPct: '49.99' }, 'pass', 'Top holders 50 %'],
    ['top-holders', { topHoldersPct: '50' }, 'amber', 'Top holders 50 %'],
    ['top-holders', { topHoldersPct: '90' }, 'block', 'Top holders 90 %'],
    ['top-holders', { topHoldersPct: null }, 'amber', 'Top holders unknown'],
    ['verified', { verified: false }, 'amber', 'Not verified'],
    ['age', { mintedAt: hoursAgo(23.9) }, 'amber', '23 h old'],
    ['age', { mintedAt: hoursAgo(24) }, 'pass', '24 h old'],
    ['age', { mintedAt: hoursAgo(-5) }, 'amber', '0 h old'],
    ['age', { mintedAt: null }, 'amber', 'Age unknown'],
    ['liquidity', { liquidityUsd: '24999.99' }, 'amber', 'Thin liquidity'],
    ['liquidity', { liquidityUsd: null }, 'amber', 'Liquidity unknown'],
    ['liquidity', { liquidityUsd: '999' }, 'block', 'Hardly any liquidity'],
    ['transfer-tax', { tokenProgram: TOKEN_2022_PROGRAM }, 'amber', 'Transfer tax unknown'],
    ['transfer-tax', { mintFacts: { ...read, taxBps: 300 } }, 'amber', 'Keeps 3 % of every transfer'],
    ['transfer-tax', { mintFacts: { ...read, taxBps: 1_001 } }, 'block', 'Keeps 10.01 % of every transfer'],
    [
      'decimals',
      { mintFacts: { ...read, decimals: 9 } },
      'block',
      'Its decimals on the chain are not those of the token list',
    ],
    [
      'scheduled-tax',
      { mintFacts: { ...read, taxBps: 50, laterTax: { bps: 5_000, epoch: '9' } } },
      'block',
      'Transfer tax rises to 50 % in epoch 9',
    ],
    [
      'extensions',
      { mintFacts: { ...read, blockers: ['a transfer hook, which runs foreign code'] } },
      'block',
      'Has a transfer hook, which runs foreign code',
    ],
    [
      'freeze-authority',
      { verified: false, mintFacts: { ...read, freezeAuthorityDisabled: false } },
      'block',
      'Your tokens can be frozen',
    ],
    ['sell-test', { sellTest: 'refused' }, 'block', 'Can be bought but not sold'],
    ['sell-test', { sellTest: 'unknown' }, 'amber', 'A sale could not be tested'],
    ['sell-test', { sellTest: 'sells' }, 'pass', 'A sale goes through'],
    ['suspicious', { suspicious: true }, 'block', 'Flagged as suspicious'],
  ])('%s with %o is %s', (id, facts, level, label) => {
    expect(levelOf(facts, id)).toEqual({ id, level, label })
  })
})
