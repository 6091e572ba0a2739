import type { WalletOperationView } from '@/lib/contracts/wallets'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { findOperation, moveOperation } from '@/lib/db/wallet-operation-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import type { LivePublisher } from '../live-publisher'
import { operationView } from './operation-view'

export type CancelOperationDeps = { db: Database; live: LivePublisher }

/** Until it is signed; from then on the chain decides. Also lets go of a deposit that was not signed. */
export const cancelOperation = async (
  deps: CancelOperationDeps,
  ctx: Context,
  id: string,
): Promise<WalletOperationView> => {
  const row = await findOperation(deps.db, id)
  if (row?.userId !== ctx.userId) throw new AppError('not_found', 'There is no transfer with this id.')
  await deps.db.transaction(async (tx) => {
    const from = row.kind === 'DEPOSIT' ? (['AWAITING_SIGNATURE'] as const) : (['RECEIVED'] as const)
    const detail = 'Cancelled before anything was signed. Nothing moved.'
    const at = ctx.now()
    if (!(await moveOperation(tx, id, from, 'CANCELLED', at, { detail, resolvedAt: at })))
      throw new AppError(
        'validation',
        'This transfer can no longer be cancelled: it is signed and on its way, or already finished.',
      )
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: `${row.kind.toLowerCase()}.cancelled`,
      subject: id,
      details: {},
    })
  })
  const operation = await operationView(deps.db, (await findOperation(deps.db, id))!)
  deps.live.publish({ userId: ctx.userId, name: 'transfer', data: { operation } })
  return operation
}
