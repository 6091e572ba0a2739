import { loadWebConfig, type WebConfig } from '@/lib/config/web-config'
import type { Database } from '@/lib/db/client'
import type { Logger } from '@/lib/observability/logger'
import type { LiveEventReader } from '@/lib/queue/live-event-reader'
import type { Redis } from 'ioredis'
import { createWebComposition } from './create-web-composition'
import type { WebServices } from './web-services'

/** Everything one web process has one of. */
export type WebComposition = {
  config: WebConfig
  logger: Logger
  now: () => Date
  newId: () => string
  db: Database
  redis: Redis
  events: LiveEventReader
  services: WebServices
  /** Throws WrongInstallationError when the database belongs to another mode. */
  assertInstallation(): Promise<void>
  /** Aborted when the process begins to stop: live streams end on it. */
  stopping: AbortSignal
  beginStop(): void
  close(): Promise<void>
}

/** Next bundles this file more than once; the process still has one composition. */
const SLOT = Symbol.for('jarvis.web')
type Holder = { [SLOT]?: WebComposition }

/** Made at the first call, never at import: `next build` imports every route without a database. */
export const webComposition = (): WebComposition => {
  const holder = globalThis as Holder
  return (holder[SLOT] ??= createWebComposition(loadWebConfig()))
}

/** For tests: the composition the routes are to use, or none to start over. */
export const useWebComposition = (composition: WebComposition | undefined): void => {
  const holder = globalThis as Holder
  if (composition) holder[SLOT] = composition
  else delete holder[SLOT]
}
