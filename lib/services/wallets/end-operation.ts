import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { moveOperation, type OperationRow } from '@/lib/db/wallet-operation-repository'
import type { OperationStatus } from '@/lib/domain/wallets/operation-status'
import type { OperationDeps } from './operation-deps'

const BEFORE: Record<'CONFIRMED' | 'FAILED' | 'EXPIRED' | 'REJECTED', readonly OperationStatus[]> = {
  CONFIRMED: ['SIGNED', 'SENT', 'UNKNOWN'],
  FAILED: ['SIGNED', 'SENT', 'UNKNOWN'],
  EXPIRED: ['SIGNED', 'SENT', 'UNKNOWN', 'AWAITING_SIGNATURE'],
  REJECTED: ['RECEIVED'],
}

type Ending = Partial<Pick<OperationRow, 'slot' | 'feeLamports' | 'doubtedAt'>>

/** Ends it once, with its audit row. False: it had ended already. */
export const endOperation = (
  deps: Pick<OperationDeps, 'db' | 'now'>,
  row: OperationRow,
  status: keyof typeof BEFORE,
  detail: string,
  chain: Ending = {},
  /** In the same transaction. */
  also: (tx: Executor) => Promise<void> = async () => {},
): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    const at = deps.now()
    const change = { detail, resolvedAt: at, ...chain }
    if (!(await moveOperation(tx, row.id, BEFORE[status], status, at, change))) return false
    await recordAudit(tx, {
      userId: row.userId,
      actor: { kind: 'system', id: 'wallets' },
      action: `${row.kind.toLowerCase()}.${status.toLowerCase()}`,
      subject: row.id,
      details: {
        detail,
        signature: row.signature,
        slot: chain.slot?.toString() ?? null,
        feeLamports: chain.feeLamports?.toString() ?? null,
      },
    })
    await also(tx)
    return true
  })
