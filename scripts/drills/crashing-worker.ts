import { createWorkerParts } from '@/lib/composition/worker'
import { startTradingRole } from '@/lib/composition/trading-role'
import { loadWorkerConfig } from '@/lib/config/worker-config'
import { createLogger } from '@/lib/observability/logger'
import { crashPoints, crashingAt } from './crash-points'

/**
 * A trading worker that kills itself, as kill -9 does, at one point of an order's way. A process of
 * its own: nothing is flushed, no handler runs.
 */
const main = async (): Promise<void> => {
  const point = crashPoints.find((name) => name === process.argv[2])
  if (!point) throw new Error(`unknown crash point ${process.argv[2]}`)
  const config = loadWorkerConfig()
  const parts = createWorkerParts(config, createLogger({ process: 'worker', level: 'silent' }))
  await parts.claim()
  await parts.feed.start()
  await startTradingRole({
    db: parts.database.db,
    queueConnection: parts.bullmq,
    locks: parts.openLocks(),
    feed: parts.feed,
    safety: parts.safety,
    execution: crashingAt(point, parts.createExecution(config.vaultKey!)),
    exitWatch: parts.exitWatch,
  })
  process.stdout.write('trading\n')
}

void main()
