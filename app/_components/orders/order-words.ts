import { formatAmount, formatUsdShort } from '@/app/_format/numbers'
import { EXIT_NAMES } from '@/app/_live/exit-words'
import type { OrderView } from '@/lib/contracts/orders'
import { toUi } from '@/lib/domain/money/units'

/** `$250`, or the tokens a sell gives. */
export const orderSize = (order: OrderView): string => {
  if (order.amountUsd !== null) return formatUsdShort(order.amountUsd)
  if (order.amountRaw === null) return 'unknown'
  return formatAmount(toUi(BigInt(order.amountRaw), order.token.decimals).toFixed())
}

/** A denial without what only a caller of the API can do; the ticket asks for consent itself. */
export const denialWords = (detail: string): string => detail.replace(/ To buy it all the same.*$/, '')

/** Why it exists, in the trader's words. */
export const orderReason = (order: OrderView): string => {
  if (order.type === 'LIMIT') return 'Limit entry'
  if (order.type === 'DCA') return 'Recurring purchase'
  if (order.side === 'BUY') return order.reason === 'MANUAL' ? 'By you' : order.reason
  return EXIT_NAMES[order.reason as keyof typeof EXIT_NAMES] ?? order.reason
}

/** A figure below a hundredth of a percent is noise. */
const NO_DIFFERENCE_BPS = 1

/** What cutting an order up saved, or cost, against the quote for all of it at the start. */
/** `$20`, or about that of a sale, or the tokens where nobody knows their price. */
export const sliceSize = (order: OrderView, { amountUsd, amountRaw }: OrderView['slices'][number]): string =>
  amountUsd === null
    ? formatAmount(toUi(BigInt(amountRaw), order.token.decimals).toFixed())
    : formatUsdShort(amountUsd)

export const savedWords = (
  { side }: Pick<OrderView, 'side'>,
  slicing: NonNullable<OrderView['slicing']>,
): { text: string; tone: 'gain' | 'loss' | 'even' } | null => {
  if (slicing.savedBps === null) return null
  const bps = Number(slicing.savedBps)
  if (Math.abs(bps) < NO_DIFFERENCE_BPS) return { text: 'the same', tone: 'even' }
  const percent = `${(Math.abs(bps) / 100).toFixed(2)} %`
  const [better, worse] = side === 'BUY' ? ['cheaper', 'dearer'] : ['more', 'less']
  return bps > 0
    ? { text: `${percent} ${better}`, tone: 'gain' }
    : { text: `${percent} ${worse}`, tone: 'loss' }
}
