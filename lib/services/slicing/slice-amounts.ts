import type { Executor } from '@/lib/db/client'
import type { OrderRow } from '@/lib/db/order-repository'
import { findToken } from '@/lib/db/token-repository'
import { grouped, inDollars } from '@/lib/domain/money/in-words'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'

/** Base units of an order's input in words: dollars of a purchase, tokens of a sale. */
export const sliceAmounts = async (
  db: Executor,
  { side, tokenMint }: Pick<OrderRow, 'side' | 'tokenMint'>,
): Promise<(raw: bigint) => string> => {
  if (side === 'BUY') return (raw) => inDollars(toUi(raw, USDC_DECIMALS))
  const token = await findToken(db, tokenMint)
  if (!token) throw new Error(`token ${tokenMint} is not stored`)
  return (raw) => `${grouped(toUi(raw, token.decimals).toFixed())} ${token.symbol}`
}
