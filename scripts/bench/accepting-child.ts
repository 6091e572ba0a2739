import { createWorkerParts } from '@/lib/composition/worker'
import { loadWorkerConfig } from '@/lib/config/worker-config'
import { buyInput } from '@/lib/contracts/trade'
import { createLogger } from '@/lib/observability/logger'
import { createJobQueues } from '@/lib/queue/enqueue'
import { openRedis } from '@/lib/queue/redis'
import { placeBuyOrder } from '@/lib/services/trade/place-buy-order'
import { contextOf } from '@/scripts/drills/trader-context'
import { entryDepsOf } from '@/scripts/drills/entry-deps'
import type { Accepted, ToAccept } from './accepting'

/** Accepts entries in a process of its own, as the web process does beside the worker. */
const main = async (): Promise<void> => {
  const config = loadWorkerConfig()
  const logger = createLogger({ process: 'web', level: 'silent' })
  const parts = createWorkerParts(config, logger)
  await parts.claim()
  await parts.feed.start()
  const redis = openRedis(process.env.REDIS_URL!, { role: 'command', logger })
  const deps = entryDepsOf(parts, createJobQueues(redis, () => {}).enqueue)
  process.on('message', ({ n, userId, input, key }: ToAccept) => {
    const idempotency = { key, bodyHash: JSON.stringify(input) }
    void placeBuyOrder(deps, contextOf(userId), buyInput.parse(input), idempotency)
      .then(({ orderId }): Accepted => ({ n, orderId, at: performance.timeOrigin + performance.now() }))
      .catch((error: unknown): Accepted => ({ n, error: String(error) }))
      .then((answer) => process.send!(answer))
  })
  process.once('disconnect', () => process.exit(0))
  process.send!('ready')
}

void main()
