import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, insertOrder, type OrderRow } from '@/lib/db/order-repository'
import { findPosition } from '@/lib/db/position-repository'
import { decimalString } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { ExitReason } from '@/lib/domain/positions/position-status'
import type { Context } from '../context'
import { beginExit } from '../exits/begin-exit'
import { sliceAmounts } from './slice-amounts'

const actor = { kind: 'system', id: 'slicing' } as const

type Slice = { seq: number; inputRaw: bigint; total: number; at: Date }

/** Stores the next slice as an order of its own and answers with its id; null: nothing of the position can be sold now. */
export const beginSlice = async (
  tx: Executor,
  deps: { now: () => Date; newId: () => string },
  order: OrderRow,
  { seq, inputRaw, total, at }: Slice,
): Promise<string | null> => {
  const amount = await sliceAmounts(tx, order)
  const wordsOf = (raw: bigint): string => `Slice ${seq} of ${Math.max(seq, total)}: ${amount(raw)}.`
  const begun =
    order.side === 'BUY'
      ? await buy(tx, deps.newId(), order, { seq, inputRaw, at, words: wordsOf(inputRaw) })
      : await sell(tx, deps, order, { seq, inputRaw, wordsOf })
  if (!begun) return null
  await addOrderEvent(tx, order.id, at, 'slice', wordsOf(begun.inputRaw))
  await recordAudit(tx, {
    userId: order.userId,
    actor,
    action: 'slice.begun',
    subject: order.id,
    details: { seq, inputRaw: begun.inputRaw.toString(), sliceId: begun.id },
  })
  return begun.id
}

type Begun = { id: string; inputRaw: bigint }

const buy = async (
  tx: Executor,
  id: string,
  order: OrderRow,
  { seq, inputRaw, at, words }: { seq: number; inputRaw: bigint; at: Date; words: string },
): Promise<Begun> => {
  await insertOrder(tx, {
    ...planOf(order),
    id,
    parentId: order.id,
    sliceSeq: seq,
    status: 'RECEIVED',
    type: 'SLICE',
    algorithm: 'MARKET',
    amountUsd: decimalString(toUi(inputRaw, USDC_DECIMALS)),
    inputRaw,
    actor,
    createdAt: at,
    updatedAt: at,
  })
  await addOrderEvent(tx, id, at, 'received', words)
  return { id, inputRaw }
}

/** A partial exit like any other, at most what is still held: it owns the position until it is booked. */
const sell = async (
  tx: Executor,
  { now, newId }: { now: () => Date; newId: () => string },
  order: OrderRow,
  { seq, inputRaw, wordsOf }: { seq: number; inputRaw: bigint; wordsOf: (raw: bigint) => string },
): Promise<Begun | null> => {
  const ctx: Context = { actor, userId: order.userId, now, newId }
  const held = (await findPosition(tx, order.positionId!))?.amountRaw ?? 0n
  const sellRaw = inputRaw < held ? inputRaw : held
  const exit = await beginExit(tx, ctx, {
    positionId: order.positionId!,
    reason: order.reason as ExitReason,
    share: { raw: sellRaw },
    because: wordsOf(sellRaw),
    slice: { parentId: order.id, seq },
    ...(order.slippageBps === null ? {} : { slippageBps: order.slippageBps }),
  })
  return exit.kind === 'begun' ? { id: exit.orderId, inputRaw: sellRaw } : null
}

/** What a slice of a purchase has from its order. */
const planOf = (order: OrderRow) => {
  const { userId, walletId, tokenMint, side, slippageBps, safety, reason, positionId, ...rest } = order
  const { takeProfitPct, stopLossPct, trailingStopPct, trailingActivationPct, breakEvenAtPct } = rest
  const { ladder, timeStopMinutes } = rest
  return {
    ...{ userId, walletId, tokenMint, side, slippageBps, safety, reason, positionId },
    ...{ takeProfitPct, stopLossPct, trailingStopPct, trailingActivationPct, breakEvenAtPct },
    ...{ ladder, timeStopMinutes },
  }
}
