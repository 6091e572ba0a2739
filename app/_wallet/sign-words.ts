import { orderReason } from '@/app/_components/orders/order-words'
import { formatAmount, formatUsd } from '@/app/_format/numbers'
import { plainName } from '@/app/_format/text'
import type { OrderView } from '@/lib/contracts/orders'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'

type Request = NonNullable<OrderView['signatureRequest']>

const usd = (raw: string): string => formatUsd(toUi(BigInt(raw), USDC_DECIMALS).toFixed())

/** What the wallet is about to sign, in two sentences. */
export const signWords = (order: OrderView, request: Request): { title: string; text: string } => {
  const symbol = plainName(order.token.symbol)
  const tokens = (raw: string) =>
    `${formatAmount(toUi(BigInt(raw), order.token.decimals).toFixed())} ${symbol}`
  if (order.side === 'BUY')
    return {
      title: `Ready to sign: buy ${symbol} for ${usd(request.inputRaw)}`,
      text: `You give ${usd(request.inputRaw)} in USDC and get about ${tokens(request.quotedOutRaw)}, at least ${tokens(request.minOutRaw)}.`,
    }
  const why = order.reason === 'MANUAL' ? '' : `${orderReason(order)}: `
  return {
    title: `${why}${why === '' ? 'Ready' : 'ready'} to sign: sell ${symbol}`,
    text: `You give ${tokens(request.inputRaw)} and get about ${usd(request.quotedOutRaw)} in USDC, at least ${usd(request.minOutRaw)}.`,
  }
}
