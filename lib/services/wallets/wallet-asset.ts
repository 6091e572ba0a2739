import type { Executor } from '@/lib/db/client'
import { findToken } from '@/lib/db/token-repository'
import { SOL_DECIMALS, USDC_DECIMALS } from '@/lib/domain/money/units'
import { TOKEN_PROGRAM, USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'

/** Something a wallet holds. `mint` null is native SOL. */
export type WalletAsset = { mint: string | null; symbol: string; decimals: number; program: string | null }

const SOL: WalletAsset = { mint: null, symbol: 'SOL', decimals: SOL_DECIMALS, program: null }
const USDC: WalletAsset = {
  mint: USDC_MINT,
  symbol: 'USDC',
  decimals: USDC_DECIMALS,
  program: TOKEN_PROGRAM,
}

export const assetOfMint = async (db: Executor, mint: string | null): Promise<WalletAsset | null> => {
  if (mint === null) return SOL
  if (mint === USDC_MINT) return USDC
  const token = await findToken(db, mint)
  return token && { mint, symbol: token.symbol, decimals: token.decimals, program: token.tokenProgram }
}

/** `SOL` (native), `USDC` or a mint. Symbols of other tokens repeat, so they are not taken for money that leaves. */
export const resolveAsset = async (db: Executor, text: string): Promise<WalletAsset> => {
  const symbol = text.toUpperCase()
  if (symbol === 'SOL') return SOL
  if (symbol === 'USDC') return USDC
  const asset = await assetOfMint(db, text)
  if (!asset)
    throw new AppError('token.unknown', 'asset: name SOL, USDC or the mint address of a token you hold.')
  return asset
}
