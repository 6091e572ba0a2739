import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { reclaimFeeLamports, reclaimKind, type TokenAccount } from './reclaim'

const empty: TokenAccount = {
  address: 'A',
  mint: 'M',
  program: 'P',
  amountRaw: 0n,
  lamports: 2_039_280n,
  stuck: false,
}
const full = { ...empty, amountRaw: 5n }
const free = { inUse: false, valueUsd: decimal('0.09') }

describe('what can be closed', () => {
  it.each([
    ['an empty account', empty, free, 'EMPTY'],
    ['an empty account of a token without a price', empty, { ...free, valueUsd: null }, 'EMPTY'],
    ['nine cents', full, free, 'DUST'],
    ['ten cents', full, { ...free, valueUsd: decimal('0.10') }, null],
    ['something without a price', full, { ...free, valueUsd: null }, null],
    ['an empty account in use', empty, { ...free, inUse: true }, null],
    ['dust in use', full, { ...free, inUse: true }, null],
    ['a frozen account', { ...empty, stuck: true }, free, null],
    ['the account trades are paid from', { ...empty, mint: USDC_MINT }, free, null],
    ['wrapped SOL', { ...full, mint: WSOL_MINT }, free, null],
  ] as const)('%s: %s', (_, account, facts, kind) => expect(reclaimKind(account, facts)).toBe(kind))

  it('costs far less than one account brings', () =>
    expect(reclaimFeeLamports(10) * 10n).toBeLessThan(empty.lamports))
})
