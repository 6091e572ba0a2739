import { recordAudit } from '@/lib/db/audit'
import { type AttemptRow, liveAttempt, settleAttempt } from '@/lib/db/attempt-repository'
import { addOrderEvent, lockOrder, moveOrder } from '@/lib/db/order-repository'
import { lockPosition, updatePosition } from '@/lib/db/position-repository'
import { decimalString } from '@/lib/domain/money/decimal'
import { feesOf } from '@/lib/domain/positions/fees'
import { applyFailedAttempt, bookFromRow, bookToRow } from '@/lib/domain/positions/fills'
import type { WalletChanges } from '@/lib/ports/chain'
import { type AlertToRaise, storeAlert } from '../alerts/raise-alert'
import { executorActor, type Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/** A transaction that landed with an error: its fee was spent, nothing else moved. */
export const bookFailedAttempt = async (
  deps: ExecutionDeps,
  job: Job,
  attempt: AttemptRow,
  changes: WalletChanges,
): Promise<void> => {
  const sol = await deps.solPriceUsd()
  await deps.db.transaction(async (tx) => {
    const at = deps.now()
    const cost = -changes.lamports
    await lockOrder(tx, job.order.id)
    const won = await settleAttempt(
      tx,
      attempt.id,
      {
        status: 'FAILED',
        slot: changes.slot,
        feeLamports: cost,
        feeUsd: sol && decimalString(feesOf(cost, sol).usd),
        error: changes.error,
      },
      at,
    )
    if (!won) return
    if (job.order.side === 'SELL') {
      const position = await lockPosition(tx, job.order.positionId!)
      if (position) {
        const book = bookToRow(applyFailedAttempt(bookFromRow(position), cost, sol))
        const { feesLamports, feesUsd, feesUnvaluedLamports } = book
        await updatePosition(tx, position, { feesLamports, feesUsd, feesUnvaluedLamports })
      }
    }
    await addOrderEvent(
      tx,
      job.order.id,
      at,
      'failed',
      `Landed with an error and moved nothing: ${changes.error}.`,
    )
    await recordAudit(tx, {
      userId: job.order.userId,
      actor: executorActor,
      action: 'attempt.failed',
      subject: job.order.id,
      details: {
        signature: attempt.signature,
        error: changes.error,
        feeLamports: cost.toString(),
        solPriceUsd: sol && decimalString(sol),
      },
    })
  })
}

/** Where the nodes' word stands against the wallet. */
export const UNCLEAR =
  'Its block height has passed and no node knows it, but what the wallet holds does not bear out that nothing moved. Compare your wallet with your positions before you trade this token again.'

/** What the attempt keeps of it. */
const UNCLEAR_ERROR = 'unclear'

export const endedUnclear = ({ status, error }: AttemptRow): boolean =>
  status === 'EXPIRED' && error === UNCLEAR_ERROR

/** A transaction that can no longer land. `unclear`: by the nodes' word alone; told as an alert too. */
export const bookExpiredAttempt = async (
  deps: ExecutionDeps,
  job: Job,
  attempt: AttemptRow,
  unclear: boolean,
): Promise<void> => {
  const alert = await deps.db.transaction(async (tx) => {
    const at = deps.now()
    await lockOrder(tx, job.order.id)
    if (
      !(await settleAttempt(
        tx,
        attempt.id,
        { status: 'EXPIRED', slot: null, feeLamports: null, error: unclear ? UNCLEAR_ERROR : 'expired' },
        at,
      ))
    )
      return null
    await addOrderEvent(
      tx,
      job.order.id,
      at,
      'expired',
      unclear ? UNCLEAR : 'Provably dead: its block height has passed and no node knows it. Nothing moved.',
    )
    await recordAudit(tx, {
      userId: job.order.userId,
      actor: executorActor,
      action: 'attempt.expired',
      subject: job.order.id,
      details: {
        signature: attempt.signature,
        lastValidBlockHeight: attempt.lastValidBlockHeight.toString(),
      },
    })
    return unclear ? storeAlert(tx, deps, unclearAlert(job, attempt)) : null
  })
  if (alert) deps.live.publish(alert)
}

const unclearAlert = ({ order }: Job, { signature }: AttemptRow): AlertToRaise => ({
  userId: order.userId,
  level: 'crit',
  title: 'A transaction could not be cleared up',
  detail: `${UNCLEAR} Its signature: ${signature}.`,
  occasion: `unclear ${signature}`,
  positionId: order.positionId,
  orderId: order.id,
})

/**
 * Ends an entry that bought nothing. Exits never come here. An attempt that another worker stored meanwhile
 * may still land, and its fill needs a working order: then nothing ends, and the caller follows that attempt.
 */
export const endEntry = async (
  deps: ExecutionDeps,
  job: Job,
  status: 'REJECTED' | 'EXPIRED',
  detail: string,
): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    const at = deps.now()
    await lockOrder(tx, job.order.id)
    if (await liveAttempt(tx, job.order.id)) return
    if (!(await moveOrder(tx, job.order.id, ['WORKING', 'UNKNOWN'], status, at))) return
    await addOrderEvent(tx, job.order.id, at, status.toLowerCase(), `Not bought. ${detail}`)
    await recordAudit(tx, {
      userId: job.order.userId,
      actor: executorActor,
      action: `order.${status.toLowerCase()}`,
      subject: job.order.id,
      details: { detail },
    })
  })
}
