import { StepFailure } from '../console/step-failure'
import { childEnvironment } from './child-environment'
import type { Secrets } from './secrets'
import type { Settings } from './settings'

/** Lets web and worker judge their settings before anything is started, so that a typing error costs a second. */
export async function checkConfiguration(settings: Settings, secrets: Secrets): Promise<void> {
  const { ConfigError } = await import('@/lib/config/parse-environment')
  const { loadWebConfig } = await import('@/lib/config/web-config')
  const { loadWorkerConfig } = await import('@/lib/config/worker-config')
  const env = childEnvironment(settings, secrets, {
    databaseUrl: process.env.DATABASE_URL || 'postgres://jarvis@127.0.0.1:5432/jarvis',
    redisUrl: process.env.REDIS_URL || 'redis://127.0.0.1:6379',
  })
  const faults = new Set<string>()
  for (const load of [loadWebConfig, loadWorkerConfig]) {
    try {
      load(env)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      for (const fault of error.faults) faults.add(fault)
    }
  }
  if (faults.size > 0)
    throw new StepFailure(
      'The settings are not usable',
      'Correct them in the environment or in .env; .env.example explains every one.',
      [...faults],
    )
}
