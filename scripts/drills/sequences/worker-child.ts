import { once } from 'node:events'
import { startWorker } from '@/lib/composition/start-worker'
import { loadWorkerConfig } from '@/lib/config/worker-config'
import { createLogger } from '@/lib/observability/logger'

/** The real worker in a process of its own. It waits for a line before it begins, so that a spare one is warm. */
const main = async (): Promise<void> => {
  const config = loadWorkerConfig()
  process.stdout.write('warm\n')
  await once(process.stdin, 'data')
  process.stdin.once('end', () => process.exit(1)).resume()
  const logger = createLogger({ process: 'worker', level: process.env.DRILL_LOG ?? 'silent' })
  const worker = await startWorker(config, logger)
  process.stdout.write('trading\n')
  process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)))
}

void main()
