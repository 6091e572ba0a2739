import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { capSell } from '@/lib/db/holdings-repository'
import { addOrderEvent, moveOrder, type OrderRow } from '@/lib/db/order-repository'

const actor = { kind: 'system', id: 'reconciliation' } as const

/** A sell at work on a position that shrank sells no more than is left; of nothing left it ends. */
export const capWorkingSell = async (
  tx: Executor,
  sell: OrderRow,
  amountRaw: bigint,
  at: Date,
): Promise<void> => {
  if (amountRaw === 0n) {
    if (sell.status === 'UNKNOWN') await moveOrder(tx, sell.id, ['UNKNOWN'], 'WORKING', at)
    await moveOrder(tx, sell.id, ['RECEIVED', 'WORKING', 'AWAITING_SIGNATURE'], 'CANCELLED', at)
    const gone = 'The tokens left the wallet outside JARVIS: nothing is left to sell.'
    await addOrderEvent(tx, sell.id, at, 'cancelled', gone)
    await record(tx, sell, 'order.cancelled', { detail: gone, fromRaw: sell.inputRaw.toString(), toRaw: '0' })
    return
  }
  if (sell.inputRaw <= amountRaw) return
  await capSell(tx, sell.id, amountRaw)
  const less = 'Tokens left the wallet outside JARVIS: this sells what is left of the position.'
  await addOrderEvent(tx, sell.id, at, 'capped', less)
  await record(tx, sell, 'order.capped', {
    fromRaw: sell.inputRaw.toString(),
    toRaw: amountRaw.toString(),
  })
}

const record = (
  tx: Executor,
  { id, userId }: OrderRow,
  action: string,
  details: Record<string, string>,
): Promise<void> => recordAudit(tx, { userId, actor, action, subject: id, details })
