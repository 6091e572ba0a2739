import { recordAudit } from '@/lib/db/audit'
import { markTriggered } from '@/lib/db/limit-order-repository'
import { addOrderEvent, findOrder, lockOrder, type OrderRow } from '@/lib/db/order-repository'
import { readReconciliation } from '@/lib/db/reconciliation-repository'
import { lockUser, type WalletRow, walletById } from '@/lib/db/wallet-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { waitsForPrice } from '@/lib/domain/orders/order-type'
import type { Denial } from '@/lib/domain/risk/limits'
import type { StoredSafety } from '@/lib/domain/tokens/safety'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { isAppError } from '@/lib/errors'
import type { LivePublisher } from '../live-publisher'
import { checkEntry } from '../risk/check-entry'
import { denyByLock } from '../risk/deny-by-lock'
import { type Survey, surveyEntry } from '../risk/survey-entry'
import type { EntrySafety } from '../safety/assess-entry-safety'
import type { PlaceBuyOrderDeps } from '../trade/place-buy-order'
import { refuseAcceptedIn, type Refused } from './refuse-accepted'

export type TriggerLimitOrderDeps = Omit<PlaceBuyOrderDeps, 'resolveToken'> & {
  live: LivePublisher
  now: () => Date
  newId: () => string
}

type Looked = { survey: Survey; safety: EntrySafety } | { refused: Denial }

/**
 * The price of a waiting entry has come. Every limit, the locks, the trading state and the token's safety are asked
 * again, its own reservation left out: what held days ago may not hold now. In the transaction that says yes it is
 * triggered, and from there executed like any other; a no keeps it waiting or ends it, with the reason. Only the
 * first call does it. True when anything about the order changed.
 */
export const triggerLimitOrder = async (
  deps: TriggerLimitOrderDeps,
  orderId: string,
  because: string,
): Promise<boolean> => {
  const order = await findOrder(deps.db, orderId)
  const wallet = order && (await walletById(deps.db, order.walletId))
  if (!order || !wallet || !waitsForPrice(order)) return false
  // Behind the boot gate nothing is begun; the next sweep asks again.
  if ((await readReconciliation(deps.db))?.clean === false) return false
  const looked = await look(deps, order, wallet)
  const outcome = await deps.db.transaction((tx) => decide(tx, deps, order, looked, because))
  if (outcome === 'triggered')
    await deps
      .enqueue('execute-order', { orderId }, 'entry')
      .catch((error: unknown) => deps.onEnqueueFailed(orderId, error))
  else if (outcome?.alert) deps.live.publish(outcome.alert)
  return outcome !== null
}

/** What the decision needs from outside the database. A lock spares the looks: they cost requests every time. */
const look = async (deps: TriggerLimitOrderDeps, order: OrderRow, wallet: WalletRow): Promise<Looked> => {
  const { userId, tokenMint: mint } = order
  const now = deps.now()
  const locked = await denyByLock(deps.db, { userId, mint, now })
  if (locked) return { refused: locked }
  try {
    const survey = await surveyEntry(deps, { userId, wallet: wallet.address, mint, now })
    const safety = await deps.assessSafety({
      mint,
      amountUsd: decimal(order.amountUsd!),
      acknowledge: order.safety?.accepted ?? [],
      wallet: wallet.address,
      payableRaw: survey.balances.tokens.get(USDC_MINT) ?? 0n,
    })
    return { survey, safety }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { refused: { code: error.code, detail: error.message } }
  }
}

type Outcome = 'triggered' | Refused | null

const decide = async (
  tx: Parameters<typeof checkEntry>[0],
  deps: TriggerLimitOrderDeps,
  order: OrderRow,
  looked: Looked,
  because: string,
): Promise<Outcome> => {
  await lockUser(tx, order.userId)
  const at = deps.now()
  const denial =
    'refused' in looked
      ? looked.refused
      : ((await checkEntry(tx, deps, {
          userId: order.userId,
          walletId: order.walletId,
          mint: order.tokenMint,
          amountUsd: decimal(order.amountUsd!),
          inputRaw: order.inputRaw,
          slices: 0,
          addsTo: null,
          orderId: order.id,
          now: at,
          survey: looked.survey,
        })) ?? looked.safety.denial)
  const row = await lockOrder(tx, order.id)
  if (!row || !waitsForPrice(row)) return null
  if (denial) return refuseAcceptedIn(tx, deps, order.id, denial)
  if ('refused' in looked || !(await markTriggered(tx, order.id, at, renewed(order, looked.safety, at))))
    return null
  await addOrderEvent(tx, order.id, at, 'triggered', because)
  await recordAudit(tx, {
    userId: order.userId,
    actor: { kind: 'system', id: 'limit-orders' },
    action: 'order.triggered',
    subject: order.id,
    details: { limitPriceUsd: order.limitPriceUsd, because },
  })
  return 'triggered'
}

/** The verdict it is bought on replaces the one it was accepted on. */
const renewed = (order: OrderRow, { checks }: EntrySafety, at: Date): StoredSafety => ({
  checkedAt: at.toISOString(),
  checks,
  accepted: order.safety?.accepted ?? [],
})
