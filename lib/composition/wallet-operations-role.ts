import { type DueOperation, dueOperations, unsignedOperations } from '@/lib/db/wallet-operation-repository'
import type { OrderLocks } from '@/lib/db/order-locks'
import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import { createDueSweep } from '@/lib/services/execution/due-sweep'
import { OrderRunner } from '@/lib/services/execution/order-runner'
import { startLoop } from '@/lib/services/prices/repeat'
import { endOperation } from '@/lib/services/wallets/end-operation'
import { makeTradingWallets } from '@/lib/services/wallets/make-trading-wallets'
import { executeOperation } from '@/lib/services/wallets/execute-operation'

const SWEEP_MS = 1_000
/** Its blockhash is dead by then. */
const UNSIGNED_MS = 90_000

/** Carries out withdrawals and follows deposits: by job, and by a sweep for what a lost job or a crash left. */
export const startWalletOperations = async (deps: {
  locks: OrderLocks
  execution: Omit<ExecutionDeps, 'onPositionChanged'>
}) => {
  const { execution, locks } = deps
  const { db, logger, now } = execution
  const runner = new OrderRunner({
    locks,
    execute: (id, signal) => executeOperation(execution, id, signal),
    logger,
  })
  const takeUp = createDueSweep<DueOperation>({
    load: (after, limit) => dueOperations(db, now(), { after, limit }),
    runner,
  })
  const sweep = async () => {
    await makeTradingWallets(execution)
    for (const row of await unsignedOperations(db, new Date(now().getTime() - UNSIGNED_MS)))
      await endOperation(execution, row, 'EXPIRED', 'Not signed in time. Nothing moved; start again.')
    await takeUp()
  }
  await sweep()
  const loop = startLoop(sweep, SWEEP_MS, { logger, name: 'wallet operations' })
  return {
    run: (id: string) => runner.run(id),
    stop: async () => {
      await loop.stop()
      await runner.stop()
    },
  }
}
