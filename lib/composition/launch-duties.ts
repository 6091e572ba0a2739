import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Executor } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { CurveReader, LaunchFeed } from '@/lib/ports/launch-feed'
import type { TokenDirectory } from '@/lib/ports/market-data'
import { noteGraduations } from '@/lib/services/launches/note-graduations'
import { refreshLaunches } from '@/lib/services/launches/refresh-launches'
import type { LivePublisher } from '@/lib/services/live-publisher'
import { startLoop, type Loop } from '@/lib/services/prices/repeat'

export type LaunchSources = { feed: LaunchFeed; curves: CurveReader }
export type LaunchDutiesDeps = {
  db: Executor
  redis: Redis
  launches: LaunchSources
  directory: TokenDirectory
  live: LivePublisher
  now: () => Date
  logger: Logger
}

/** 180 and 60 requests an hour of the 1,000 that a key of bags.fm grants, whatever the number of workers. */
const REFRESH_MS = 20_000
const GRADUATIONS_MS = 60_000
const FIRST_MS = 1_000

/** Keeps the launches and their graduations. One worker at a time asks; none while Redis is away. */
export const startLaunchDuties = (deps: LaunchDutiesDeps): Loop[] => {
  const { redis, logger, launches } = deps
  const shared = { db: deps.db, now: deps.now, newId: randomUUID, live: deps.live }
  const inTurn = async (name: string, everyMs: number, duty: () => Promise<void>): Promise<void> => {
    const mine = await redis.set(`launches:${name}`, '1', 'PX', everyMs - 500, 'NX').catch(() => null)
    if (mine === null) return
    try {
      await duty()
    } catch (error) {
      if (!isAppError(error)) throw error
      logger.warn({ err: error, duty: name }, 'Launches could not be read; it is tried again')
    }
  }
  const refresh = () => refreshLaunches({ ...shared, ...launches, directory: deps.directory })
  const graduations = () => noteGraduations({ ...shared, feed: launches.feed })
  return [
    startLoop(() => inTurn('refresh', REFRESH_MS, refresh), REFRESH_MS, {
      ...{ logger, name: 'launches', firstAfterMs: FIRST_MS },
    }),
    startLoop(() => inTurn('graduations', GRADUATIONS_MS, graduations), GRADUATIONS_MS, {
      ...{ logger, name: 'graduations', firstAfterMs: FIRST_MS * 2 },
    }),
  ]
}
