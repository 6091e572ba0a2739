import { findOperation } from '@/lib/db/wallet-operation-repository'
import type { OperationDeps } from './operation-deps'
import { operationView } from './operation-view'

/** Tells its trader how it stands now. */
export const publishOperation = async (
  deps: Pick<OperationDeps, 'db' | 'live'>,
  id: string,
): Promise<void> => {
  const row = await findOperation(deps.db, id)
  if (!row) return
  const operation = await operationView(deps.db, row)
  deps.live.publish({ userId: row.userId, name: 'transfer', data: { operation } })
}
