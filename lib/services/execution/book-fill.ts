import { recordAudit } from '@/lib/db/audit'
import { type AttemptRow, failedAttemptFees, settleAttempt } from '@/lib/db/attempt-repository'
import type { Executor } from '@/lib/db/client'
import { setDcaPosition } from '@/lib/db/dca-repository'
import { inOneGo } from '@/lib/db/in-one-go'
import { setSlicedPosition } from '@/lib/db/slicing-repository'
import { addOrderEvent, lockOrder, moveOrder } from '@/lib/db/order-repository'
import { findToken } from '@/lib/db/token-repository'
import {
  insertPosition,
  insertTrade,
  lockPosition,
  type PositionRow,
  updatePosition,
} from '@/lib/db/position-repository'
import { decimal, decimalString } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import {
  applyBuy,
  applyFailedAttempt,
  applySell,
  bookFromRow,
  bookToRow,
  emptyBook,
  type Fill,
  priceOf,
} from '@/lib/domain/positions/fills'
import { feesOf } from '@/lib/domain/positions/fees'
import { closedStatusFor, type ExitReason } from '@/lib/domain/positions/position-status'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { WalletChanges } from '@/lib/ports/chain'
import { addToPosition } from './add-to-position'
import { addLot, sellFromLots } from '../positions/book-lots'
import { executorActor, type Job } from './execution-context'
import { followUpExit } from './follow-up-exit'
import type { ExecutionDeps } from './execution-deps'
import { grouped } from '@/lib/domain/money/in-words'

/** What changed hands, from the chain's own balances. Throws when the signs are not those of the order. */
export const fillFrom = (job: Job, changes: WalletChanges, solPriceUsd: Fill['solPriceUsd']): Fill => {
  const token = changes.tokens.get(job.order.tokenMint) ?? 0n
  const usdc = changes.tokens.get(USDC_MINT) ?? 0n
  const sign = job.order.side === 'BUY' ? 1n : -1n
  const fill = { tokenRaw: token * sign, quoteRaw: -usdc * sign, feeLamports: -changes.lamports, solPriceUsd }
  if (fill.tokenRaw <= 0n || fill.quoteRaw < 0n)
    throw new Error(
      `${changes.signature} moved ${token} of the token and ${usdc} USDC, not what a ${job.order.side} does`,
    )
  return fill
}

/**
 * Books a landed swap: attempt, trade, position, order, timeline and audit in one transaction, won by
 * whoever settles the attempt first. Returns the position's id, or null when it was booked already.
 */
export const bookFill = async (
  deps: ExecutionDeps,
  job: Job,
  attempt: AttemptRow,
  changes: WalletChanges,
): Promise<string | null> => {
  const fill = fillFrom(job, changes, await deps.solPriceUsd())
  const at = deps.now()
  const tradeId = deps.newId()
  return deps.db.transaction(async (tx) => {
    const [, won, decimals] = await inOneGo([
      lockOrder(tx, job.order.id),
      settleAttempt(
        tx,
        attempt.id,
        { status: 'CONFIRMED', slot: changes.slot, feeLamports: changes.feeLamports, error: null },
        at,
      ),
      tokenDecimals(tx, job.order.tokenMint),
    ])
    if (!won) return null
    const price = priceOf(fill.quoteRaw, fill.tokenRaw, decimals)
    const positionId =
      job.order.side === 'BUY'
        ? ((await addToPosition(tx, deps, job, fill, decimals, at)) ??
          (await openPosition(tx, deps, job, attempt, fill, decimalString(price), at)))
        : job.order.positionId!
    await insertTrade(tx, {
      id: tradeId,
      orderId: job.order.id,
      positionId,
      side: job.order.side,
      signature: attempt.signature,
      slot: changes.slot,
      tokenRaw: fill.tokenRaw,
      quoteRaw: fill.quoteRaw,
      feeLamports: fill.feeLamports,
      feeUsd: fill.solPriceUsd && decimalString(feesOf(fill.feeLamports, fill.solPriceUsd).usd),
      networkFeeLamports: changes.fees.network,
      priorityFeeLamports: changes.fees.priority,
      tipLamports: changes.fees.tip,
      rentLamports: changes.fees.rent,
      taxRaw: changes.withheld.get(job.order.tokenMint) ?? 0n,
      priceUsd: decimalString(price),
      venue: attempt.venue,
      executedAt: changes.at,
    })
    if (job.order.dcaPlanId) await setDcaPosition(tx, job.order.dcaPlanId, positionId)
    if (job.order.parentId) await setSlicedPosition(tx, job.order.parentId, positionId)
    const sold = job.order.side === 'SELL' ? await reducePosition(tx, job, fill, tradeId, at) : null
    const whole = job.order.side === 'BUY' || fill.tokenRaw >= job.order.inputRaw
    const ended = whole ? 'FILLED' : 'PARTIALLY_FILLED'
    const [moved] = await inOneGo([
      moveOrder(tx, job.order.id, ['WORKING', 'UNKNOWN'], ended, at, { positionId }),
      addOrderEvent(tx, job.order.id, at, 'filled', describe(job, fill, decimals, changes)),
      recordAudit(tx, {
        userId: job.order.userId,
        actor: executorActor,
        action: 'order.filled',
        subject: job.order.id,
        details: {
          signature: attempt.signature,
          positionId,
          tokenRaw: fill.tokenRaw.toString(),
          quoteRaw: fill.quoteRaw.toString(),
          feeLamports: fill.feeLamports.toString(),
        },
      }),
    ])
    if (!moved) throw new Error(`order ${job.order.id} was not being worked on when its fill arrived`)
    if (sold && sold.amountRaw > fill.tokenRaw) await followUpExit(tx, deps, job, sold, fill.tokenRaw)
    return positionId
  })
}

const openPosition = async (
  tx: Executor,
  deps: ExecutionDeps,
  job: Job,
  attempt: AttemptRow,
  fill: Fill,
  entryPriceUsd: string,
  at: Date,
): Promise<string> => {
  const { order } = job
  if (order.takeProfitPct === null || order.stopLossPct === null)
    throw new Error(`entry ${order.id} has no exit plan`)
  const book = applyFailedAttempt(
    applyBuy(emptyBook, fill),
    attempt.seq > 1 ? await failedAttemptFees(tx, order.id) : 0n,
    fill.solPriceUsd,
  )
  const id = deps.newId()
  await inOneGo([
    insertPosition(tx, {
      id,
      userId: order.userId,
      walletId: order.walletId,
      tokenMint: order.tokenMint,
      status: 'OPEN',
      ...bookToRow(book),
      entryPriceUsd,
      takeProfitPct: order.takeProfitPct,
      stopLossPct: order.stopLossPct,
      trailingStopPct: order.trailingStopPct,
      trailingActivationPct: order.trailingActivationPct,
      breakEvenAtPct: order.breakEvenAtPct,
      ladder: order.ladder,
      timeStopAt:
        order.timeStopMinutes === null ? null : new Date(at.getTime() + order.timeStopMinutes * 60_000),
      openedAt: at,
    }),
    addLot(tx, {
      id: deps.newId(),
      positionId: id,
      orderId: order.id,
      boughtRaw: fill.tokenRaw,
      costRaw: fill.quoteRaw,
      fees: book.fees,
      at,
    }),
  ])
  return id
}

const reducePosition = async (
  tx: Executor,
  job: Job,
  fill: Fill,
  tradeId: string,
  at: Date,
): Promise<PositionRow> => {
  const position = await lockPosition(tx, job.order.positionId!)
  if (position?.status !== 'CLOSING' || position.exitSeq !== job.order.exitSeq)
    throw new Error(`sell ${job.order.id} does not own position ${job.order.positionId}`)
  const book = applySell(bookFromRow(position), fill)
  const reason = job.order.reason as ExitReason
  const closed = book.amountRaw === 0n
  await updatePosition(tx, position, {
    ...bookToRow(book),
    status: closed ? closedStatusFor(reason) : 'OPEN',
    exitReason: closed ? reason : null,
    closedAt: closed ? at : null,
  })
  await sellFromLots(tx, {
    positionId: position.id,
    tradeId,
    soldRaw: fill.tokenRaw,
    proceedsRaw: fill.quoteRaw,
    positionFees: book.fees,
    at,
  })
  return position
}

const tokenDecimals = async (tx: Executor, mint: string): Promise<number> => {
  const token = await findToken(tx, mint)
  if (!token) throw new Error(`token ${mint} is not stored`)
  return token.decimals
}

const describe = (job: Job, fill: Fill, decimals: number, changes: WalletChanges): string => {
  const amount = grouped(toUi(fill.tokenRaw, decimals).toFixed())
  const usdc = grouped(toUi(fill.quoteRaw, USDC_DECIMALS).toFixed())
  const fee = toUi(decimal(fill.feeLamports).gt(0) ? fill.feeLamports : 0n, SOL_DECIMALS).toFixed()
  return job.order.side === 'BUY'
    ? `Got ${amount} for ${usdc} USDC in slot ${changes.slot}; ${fee} SOL of fees and rent.`
    : `Sold ${amount} for ${usdc} USDC in slot ${changes.slot}; ${fee} SOL of fees.`
}
