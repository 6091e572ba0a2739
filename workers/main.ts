import { startWorker } from '@/lib/composition/start-worker'
import { ConfigError } from '@/lib/config/parse-environment'
import { loadWorkerConfig } from '@/lib/config/worker-config'
import { errorMessage } from '@/lib/errors'
import { createLogger } from '@/lib/observability/logger'

/** What a supervisor may wait for before it kills: longer than any step of the shutdown. */
const SHUTDOWN_LIMIT_MS = 12_000

const main = async (): Promise<void> => {
  const config = loadWorkerConfig()
  const logger = createLogger({ process: 'worker', level: config.logLevel })
  const worker = await startWorker(config, logger)
  logger.info({ mode: config.mode, roles: config.workerRoles }, 'worker ready')

  let stopping = false
  const shutDown = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    logger.info({ signal }, 'worker stopping; what is unfinished is stored and goes on at the next start')
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref()
    await worker.stop()
    process.exit(0)
  }
  process.once('SIGTERM', () => void shutDown('SIGTERM'))
  process.once('SIGINT', () => void shutDown('SIGINT'))
}

main().catch((error: unknown) => {
  const lines =
    error instanceof ConfigError ? error.message : `The worker did not start: ${errorMessage(error)}`
  process.stderr.write(`${lines}\n`)
  process.exit(1)
})
