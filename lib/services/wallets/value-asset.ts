import { type Decimal, ONE } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { ReadMarket } from '../market-view'
import type { WalletAsset } from './wallet-asset'

/** Dollars an amount is worth now; null when nothing fresh is known. */
export const valueAsset = async (
  readMarket: ReadMarket,
  { mint, decimals }: WalletAsset,
  amountRaw: bigint,
): Promise<Decimal | null> => {
  const priced = mint ?? WSOL_MINT
  const price = priced === USDC_MINT ? ONE : (await readMarket([priced])).get(priced)?.priceUsd
  return price ? toUi(amountRaw, decimals).mul(price) : null
}
