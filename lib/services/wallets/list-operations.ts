import type { WalletOperationView } from '@/lib/contracts/wallets'
import type { Executor } from '@/lib/db/client'
import { encodeCursor } from '@/lib/db/page-cursor'
import { findOperation, listOperationRows } from '@/lib/db/wallet-operation-repository'
import { operationKinds, type OperationKind } from '@/lib/domain/wallets/operation-status'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { operationView } from './operation-view'

export const listOperations = async (
  deps: { db: Executor },
  ctx: Context,
  input: { kinds?: readonly OperationKind[]; cursor?: string | undefined; limit: number },
): Promise<{ operations: WalletOperationView[]; nextCursor: string | null }> => {
  const { kinds = operationKinds, ...page } = input
  const rows = await listOperationRows(deps.db, { userId: ctx.userId, kinds, ...page })
  const shown = rows.slice(0, input.limit)
  const last = shown.at(-1)
  return {
    operations: await Promise.all(shown.map((row) => operationView(deps.db, row))),
    nextCursor: rows.length > shown.length && last ? encodeCursor({ at: last.createdAt, id: last.id }) : null,
  }
}

/** Throws `not_found` for another user's transfer too. */
export const getOperation = async (
  deps: { db: Executor },
  ctx: Context,
  id: string,
): Promise<WalletOperationView> => {
  const row = await findOperation(deps.db, id)
  if (row?.userId !== ctx.userId) throw new AppError('not_found', 'There is no transfer with this id.')
  return operationView(deps.db, row)
}
