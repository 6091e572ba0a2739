import { expect, it } from 'vitest'
import type { WalletView } from '@/lib/contracts/wallets'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { unguardedTokens } from './unguarded-tokens'

const balance = (mint: string | null, amount: string, free: string, valueUsd: string | null) => ({
  ...{ mint, symbol: mint ?? 'SOL', decimals: 6, amount, amountRaw: '1' },
  ...{ free, valueUsd },
})
const wallet = (balances: ReturnType<typeof balance>[], unknownMints: string[] = []): WalletView => ({
  ...{ id: 'w', kind: 'TRADING', address: 'a', createdAt: '2026-01-01T00:00:00Z' },
  ...{ balances, unknownMints },
})

it('names what lies in the wallet without a plan, with its share of the worth', () => {
  const found = unguardedTokens(
    wallet(
      [
        balance(null, '10', '9', '1500'),
        balance(USDC_MINT, '100', '100', '100'),
        balance('held', '5', '0', '50'),
        balance('dust', '5', '0.0009', '50'),
        balance('half', '4', '1', '40'),
        balance('unpriced', '4', '4', null),
      ],
      ['never-seen'],
    ),
  )
  expect(found).toEqual([
    { mint: 'half', symbol: 'half', amount: '1', valueUsd: '10' },
    { mint: 'unpriced', symbol: 'unpriced', amount: '4', valueUsd: null },
    { mint: 'never-seen', symbol: null, amount: null, valueUsd: null },
  ])
})
