import type { OrderView } from '@/lib/contracts/orders'
import type { Executor } from '@/lib/db/client'
import { orderDetails, type OrderRow } from '@/lib/db/order-repository'
import { openRequestsOf } from '@/lib/db/signature-request-repository'
import { walletsById } from '@/lib/db/wallet-repository'
import { waitsForPrice } from '@/lib/domain/orders/order-type'
import type { ErrorCode } from '@/lib/errors'
import { readSlices } from './slices-view'

/** Orders as outsiders see them, a page in a handful of queries; attempts of slices are those of their order. */
export const orderViews = async (db: Executor, rows: readonly OrderRow[]): Promise<OrderView[]> => {
  const sliced = await readSlices(db, rows)
  const { tokens, attempts, events } = await orderDetails(db, [...rows, ...sliced.slices])
  const requestOf = await openRequests(db, rows)
  const attemptsOf = byOrder(attempts)
  const eventsOf = byOrder(events)
  const tokenOf = new Map(tokens.map((token) => [token.mint, token]))
  return rows.map((row) => {
    const orders = [row, ...sliced.slices.filter(({ parentId }) => parentId === row.id)]
    const own = orders.flatMap(({ id }) => attemptsOf.get(id) ?? [])
    const token = tokenOf.get(row.tokenMint)!
    return {
      id: row.id,
      side: row.side,
      token: { mint: token.mint, symbol: token.symbol, decimals: token.decimals },
      amountUsd: row.amountUsd,
      amountRaw: row.side === 'SELL' ? row.inputRaw.toString() : null,
      type: row.type,
      limitPriceUsd: row.limitPriceUsd,
      expiresAt: row.expiresAt?.toISOString() ?? null,
      waiting: waitsForPrice(row),
      dcaPlanId: row.dcaPlanId,
      algorithm: row.algorithm,
      status: row.status,
      denial: row.denialCode
        ? {
            code: row.denialCode as ErrorCode,
            detail: row.denialDetail ?? '',
            ...(row.denialExtra ? { extra: row.denialExtra } : {}),
          }
        : null,
      positionId: row.positionId,
      venue: own.at(-1)?.venue ?? null,
      slippageBps: row.slippageBps,
      reason: row.reason,
      ...sliced.view(row, token.decimals),
      parentId: row.parentId,
      attempts: own.map(({ signature, venue, status, slot, error }) => ({
        signature,
        venue,
        status,
        slot: slot === null ? null : Number(slot),
        error,
      })),
      ...requestOf(row),
      timeline: (eventsOf.get(row.id) ?? []).map(({ at, step, detail }) => ({
        at: at.toISOString(),
        step,
        detail,
      })),
      createdAt: row.createdAt.toISOString(),
    }
  })
}

const byOrder = <T extends { orderId: string }>(rows: readonly T[]): Map<string, T[]> => {
  const grouped = new Map<string, T[]>()
  for (const row of rows) {
    const own = grouped.get(row.orderId)
    if (own) own.push(row)
    else grouped.set(row.orderId, [row])
  }
  return grouped
}

const openRequests = async (db: Executor, rows: readonly OrderRow[]) => {
  const awaiting = rows.filter(({ status }) => status === 'AWAITING_SIGNATURE')
  const requests = await openRequestsOf(
    db,
    awaiting.map(({ id }) => id),
  )
  const wallets = await walletsById(
    db,
    awaiting.map(({ walletId }) => walletId),
  )
  return (row: OrderRow): Pick<OrderView, 'signatureRequest'> => {
    const request = requests.find(({ orderId }) => orderId === row.id)
    if (!request) return {}
    const { transaction, builtAt, inputRaw, quotedOutRaw, minOutRaw } = request
    return {
      signatureRequest: {
        wallet: wallets.find(({ id }) => id === row.walletId)!.address,
        transaction: Buffer.from(transaction).toString('base64'),
        builtAt: builtAt.toISOString(),
        inputRaw: inputRaw.toString(),
        quotedOutRaw: quotedOutRaw.toString(),
        minOutRaw: minOutRaw.toString(),
      },
    }
  }
}

export const orderView = async (db: Executor, row: OrderRow): Promise<OrderView> =>
  (await orderViews(db, [row]))[0]!
