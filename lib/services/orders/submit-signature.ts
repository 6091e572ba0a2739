import type { OrderView } from '@/lib/contracts/orders'
import { lastAttempt, storeAttempt } from '@/lib/db/attempt-repository'
import { recordAudit } from '@/lib/db/audit'
import type { Database, Executor } from '@/lib/db/client'
import { findOrder, lockOrder, moveOrder, type OrderRow } from '@/lib/db/order-repository'
import { markPresent } from '@/lib/db/presence-repository'
import { type SignatureRequestRow, signatureRequestsOf } from '@/lib/db/signature-request-repository'
import { lockUser, walletById } from '@/lib/db/wallet-repository'
import { signingOf } from '@/lib/domain/trading-state/signing'
import { AppError } from '@/lib/errors'
import type { WalletSignatures } from '@/lib/ports/wallet-signatures'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { Context } from '../context'
import type { ReadMarket } from '../market-view'
import { denySending, marketOfHeld } from '../risk/deny-sending'
import { stateInWords } from '../trading-state/deny-entry-by-state'
import { holdTradingState } from '../trading-state/effective-trading-state'
import { orderView } from './order-view'

export type SubmitSignatureDeps = {
  db: Database
  signatures: WalletSignatures
  readMarket: ReadMarket
  enqueue: Enqueue
  onEnqueueFailed: (orderId: string, error: unknown) => void
}

type Signed = { request: SignatureRequestRow; signed: Uint8Array; signature: string }

/**
 * Takes a transaction that the trader's own wallet signed, stores it as the order's attempt and lets it be
 * sent. Only bytes we built and checked are taken, with nothing but the signature added. The same bytes
 * handed in again change nothing.
 */
export const submitSignature = async (
  deps: SubmitSignatureDeps,
  ctx: Context,
  orderId: string,
  signedTransaction: Uint8Array,
): Promise<OrderView> => {
  const order = await findOrder(deps.db, orderId)
  if (order?.userId !== ctx.userId) throw new AppError('not_found', 'There is no order with this id.')
  // Whoever signs is there: what was signed too late is built anew for them.
  await markPresent(deps.db, ctx.userId)
  const wallet = (await walletById(deps.db, order.walletId))!
  const requests = await signatureRequestsOf(deps.db, orderId)
  const signed = matching(deps, requests, signedTransaction, wallet.address)
  if (!signed)
    throw new AppError(
      'validation',
      'signedTransaction: is not the transaction that was to be signed, or not signed by its wallet. Sign exactly what the order asks for; a wallet that changes fees cannot be used.',
    )
  await store(deps, ctx, order, signed)
  await deps
    .enqueue('execute-order', { orderId }, order.side === 'SELL' ? 'exit' : 'entry')
    .catch((error: unknown) => deps.onEnqueueFailed(orderId, error))
  return orderView(deps.db, (await findOrder(deps.db, orderId))!)
}

const matching = (
  { signatures }: SubmitSignatureDeps,
  requests: readonly SignatureRequestRow[],
  wire: Uint8Array,
  address: string,
): Signed | null => {
  for (const request of requests) {
    const verified = signatures.verifyTransaction(wire, request.transaction, address)
    if (verified) return { request, ...verified }
  }
  return null
}

/** With the order's lock, under which requests lapse. */
const refuseLapsed = async (tx: Executor, orderId: string, requestId: string): Promise<void> => {
  const request = (await signatureRequestsOf(tx, orderId)).find(({ id }) => id === requestId)
  if (request && !request.lapsedAt) return
  throw new AppError(
    'validation',
    'signedTransaction: was not signed in time and cannot land any more. It is built anew while you are here; sign the new one.',
  )
}

const store = async (
  deps: SubmitSignatureDeps,
  ctx: Context,
  order: OrderRow,
  signed: Signed,
): Promise<void> => {
  const market = order.side === 'BUY' ? await marketOfHeld(deps, order.userId) : null
  await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const at = ctx.now()
    const effective = await holdTradingState(tx, ctx.userId, at)
    if (signingOf(order.side, effective.state) !== 'sign')
      throw new AppError('trading.halted', `${stateInWords(effective)} Nothing was sent, signed or not.`)
    await lockOrder(tx, order.id)
    if ((await lastAttempt(tx, order.id))?.signature === signed.signature) return
    const { userId, tokenMint: mint } = order
    await refuseLapsed(tx, order.id, signed.request.id)
    const denial = market && (await denySending(tx, { userId, mint, now: at, market }))
    if (denial) throw new AppError(denial.code, denial.detail, denial.extra ? { extra: denial.extra } : {})
    if (!(await moveOrder(tx, order.id, ['AWAITING_SIGNATURE'], 'WORKING', at)))
      throw new AppError(
        'validation',
        'This order does not wait for a signature now: it was finished, cancelled, or is just being built anew.',
      )
    const { request, signature } = signed
    const attempt = await storeAttempt(tx, {
      id: ctx.newId(),
      orderId: order.id,
      venue: request.venue,
      status: 'SIGNED',
      signature,
      transaction: signed.signed,
      blockhash: request.blockhash,
      lastValidBlockHeight: request.lastValidBlockHeight,
      inputRaw: request.inputRaw,
      quotedOutRaw: request.quotedOutRaw,
      minOutRaw: request.minOutRaw,
      slippageBps: request.slippageBps,
      venueReference: request.venueReference,
      quote: request.quote,
      route: request.route,
      signedAt: at,
    })
    if (!attempt) throw new AppError('validation', 'Another transaction of this order is on its way already.')
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'order.signed',
      subject: order.id,
      details: { signature, request: request.id },
    })
  })
}
