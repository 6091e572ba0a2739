import type { Executor } from '@/lib/db/client'
import { readReconciliation } from '@/lib/db/reconciliation-repository'
import { AppError } from '@/lib/errors'

/** Throws AppError `trading.halted` (503) until a worker has compared the books with the chain. */
export const refuseWhileReconciling = async (db: Executor): Promise<void> => {
  const status = await readReconciliation(db)
  if (status === null || status.clean) return
  throw new AppError(
    'trading.halted',
    `JARVIS is still reconciling: no entry is taken until its books agree with the chain. Exits go on. ${status.detail ?? ''} Try again in a few seconds.`,
    { retry: 'retryable', extra: { status: 503, headers: { 'retry-after': '3' } } },
  )
}
