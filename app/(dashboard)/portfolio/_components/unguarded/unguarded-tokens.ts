import type { WalletView } from '@/lib/contracts/wallets'
import { Decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'

/** Tokens in the wallet that no position holds. `amount` null: JARVIS has never seen this token. */
export type UnguardedToken = {
  mint: string
  symbol: string | null
  amount: string | null
  valueUsd: string | null
}

/** Less is what trades leave behind; a plan for it would cost more than it is worth. */
const DUST_USD = '0.01'

/** What lies in the wallet without a plan: neither money to pay with, nor in a position or an order, nor dust. */
export const unguardedTokens = ({ balances, unknownMints }: WalletView): UnguardedToken[] => [
  ...balances.flatMap(({ mint, symbol, amount, free, valueUsd }) => {
    if (mint === null || mint === USDC_MINT || new Decimal(free).lte(0)) return []
    const value = valueUsd === null ? null : new Decimal(valueUsd).mul(free).div(amount)
    if (value?.lt(DUST_USD)) return []
    return [{ mint, symbol, amount: free, valueUsd: value && value.toDecimalPlaces(6).toFixed() }]
  }),
  ...unknownMints.map((mint) => ({ mint, symbol: null, amount: null, valueUsd: null })),
]
