import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { exitValueUsd } from './position-view'

const marketOf = (quoteMint: string, quoteDecimals: number, quoteUsd: string) => ({
  priceUsd: decimal('1'),
  at: new Date(0),
  quoteUsd: decimal(quoteUsd),
  pool: {
    address: 'pool',
    kind: 'constant-product' as const,
    baseMint: 'meme',
    quoteMint,
    baseDecimals: 6,
    quoteDecimals,
    baseReserve: 10n ** 18n,
    quoteReserve: (10n ** 12n * 10n ** BigInt(quoteDecimals)) / 200n,
    tradeFeeMillionths: 0n,
  },
})

describe('exit value', () => {
  it('counts the SOL a pool pays at the price of SOL', () => {
    expect(exitValueUsd(1_000_000n, 'meme', marketOf(WSOL_MINT, 9, '200'))!.toFixed(6)).toBe('1.000000')
    expect(exitValueUsd(1_000_000n, 'meme', marketOf(USDC_MINT, 6, '1'))!.toFixed(3)).toBe('0.005')
  })

  it('is unknown where the quote has no price', () => {
    expect(exitValueUsd(1_000_000n, 'meme', marketOf('other', 6, '1'))).toBeNull()
    expect(exitValueUsd(1_000_000n, 'meme', undefined)).toBeNull()
  })
})
