import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { nextOutsideSeq } from '@/lib/db/holdings-repository'
import { addOrderEvent, insertOrder } from '@/lib/db/order-repository'
import { insertTrade, type PositionRow, updatePosition } from '@/lib/db/position-repository'
import { findToken } from '@/lib/db/token-repository'
import { decimal, decimalString } from '@/lib/domain/money/decimal'
import { toRawFloor, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { applySell, bookFromRow, bookToRow } from '@/lib/domain/positions/fills'
import { sellFromLots } from '../positions/book-lots'
import type { DerivedPrice } from './derive-price'
import { inDollars } from '@/lib/domain/money/in-words'

const actor = { kind: 'system', id: 'reconciliation' } as const

export type ShrunkPosition = {
  positionId: string
  orderId: string
  userId: number
  amountRaw: bigint
  words: string
}

type Shrinking = { position: PositionRow; takeRaw: bigint; slot: bigint; price: DerivedPrice }

/**
 * Books tokens that left a position outside JARVIS as sold at the derived price: an order that shows it,
 * its trade, lots, position, timeline and audit. With the position's row locked.
 */
export const shrinkPosition = async (
  tx: Executor,
  deps: { now: () => Date; newId: () => string },
  { position, takeRaw, slot, price }: Shrinking,
): Promise<ShrunkPosition> => {
  const at = deps.now()
  const [orderId, tradeId] = [deps.newId(), deps.newId()]
  const token = await findToken(tx, position.tokenMint)
  if (!token) throw new Error(`token ${position.tokenMint} is not stored`)
  const priceUsd = price?.usd ?? decimal(position.entryPriceUsd)
  const quoteRaw = toRawFloor(toUi(takeRaw, token.decimals).mul(priceUsd), USDC_DECIMALS)
  const book = applySell(bookFromRow(position), {
    tokenRaw: takeRaw,
    quoteRaw,
    feeLamports: 0n,
    solPriceUsd: null,
  })
  const closed = book.amountRaw === 0n
  const worth = inDollars(toUi(quoteRaw, USDC_DECIMALS))
  const words = `${toUi(takeRaw, token.decimals).toFixed()} ${token.symbol} left the wallet outside JARVIS; ${worth} ${basis(price)} counts as what they brought.`

  await insertOrder(tx, {
    id: orderId,
    userId: position.userId,
    walletId: position.walletId,
    tokenMint: position.tokenMint,
    side: 'SELL',
    status: 'FILLED',
    algorithm: 'MARKET',
    amountUsd: null,
    inputRaw: takeRaw,
    reason: 'EXTERNAL',
    positionId: position.id,
    exitSeq: await nextOutsideSeq(tx, position.id),
    actor,
    createdAt: at,
    updatedAt: at,
  })
  await insertTrade(tx, {
    id: tradeId,
    orderId,
    positionId: position.id,
    side: 'SELL',
    // Which transaction moved them is not known; no signature of the chain looks like this.
    signature: `outside:${orderId}`,
    slot,
    tokenRaw: takeRaw,
    quoteRaw,
    feeLamports: 0n,
    feeUsd: '0',
    priceUsd: decimalString(priceUsd),
    venue: 'external',
    executedAt: at,
  })
  await updatePosition(tx, position, {
    ...bookToRow(book),
    ...(closed
      ? {
          status: 'EXTERNALLY_CLOSED' as const,
          exitReason: 'EXTERNAL' as const,
          closedAt: at,
          queuedExit: null,
        }
      : {}),
  })
  await sellFromLots(tx, {
    positionId: position.id,
    tradeId,
    soldRaw: takeRaw,
    proceedsRaw: quoteRaw,
    positionFees: book.fees,
    at,
  })
  await addOrderEvent(tx, orderId, at, 'external', words)
  await recordAudit(tx, {
    userId: position.userId,
    actor,
    action: closed ? 'position.closed-outside' : 'position.reduced-outside',
    subject: position.id,
    details: {
      orderId,
      tokenRaw: takeRaw.toString(),
      leftRaw: book.amountRaw.toString(),
      priceUsd: decimalString(priceUsd),
      priceFrom: price?.source ?? 'entry',
      slot: slot.toString(),
    },
  })
  return { positionId: position.id, orderId, userId: position.userId, amountRaw: book.amountRaw, words }
}

const basis = (price: DerivedPrice): string =>
  price === null
    ? '(what they cost, because no price is known)'
    : price.source === 'market'
      ? '(the price when it was noticed)'
      : '(the last price stored)'
