import { AppError } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'

type Claim = { userId: number; sessionVersion: number }
type OpenStream = Claim & { end: () => void }

export type StreamRegistry = {
  /** Throws AppError `rate_limited` when the user has too many. The answer takes it off the list. */
  add(claim: Claim, end: () => void): () => void
  countOf(userId: number): number
  endAll(): void
}

/**
 * The open streams of this process. While there are any, their sessions are checked in one query
 * every `checkEveryMs`, and those that were revoked are ended.
 */
export const createStreamRegistry = (deps: {
  maxPerUser: number
  checkEveryMs: number
  findRevoked: (claims: readonly OpenStream[]) => Promise<OpenStream[]>
  logger: Logger
}): StreamRegistry => {
  const streams = new Set<OpenStream>()
  let timer: NodeJS.Timeout | undefined

  const countOf = (userId: number): number => [...streams].filter((stream) => stream.userId === userId).length

  const endRevoked = async (): Promise<void> => {
    try {
      for (const stream of await deps.findRevoked([...streams])) stream.end()
    } catch (error) {
      // The database is away; a session cannot be revoked without it either.
      deps.logger.warn({ err: error }, 'Sessions of open streams could not be checked')
    }
    schedule()
  }

  const schedule = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (streams.size === 0) return
    timer = setTimeout(() => void endRevoked(), deps.checkEveryMs)
    timer.unref()
  }

  return {
    countOf,
    add: (claim, end) => {
      if (countOf(claim.userId) >= deps.maxPerUser)
        throw new AppError(
          'rate_limited',
          `At most ${deps.maxPerUser} live streams per user are open at a time. Close another window first.`,
          { retry: 'retryable', extra: { limit: deps.maxPerUser, headers: { 'retry-after': '5' } } },
        )
      const stream = { ...claim, end }
      streams.add(stream)
      if (!timer) schedule()
      return () => {
        streams.delete(stream)
        if (streams.size === 0) schedule()
      }
    },
    endAll: () => {
      for (const stream of [...streams]) stream.end()
    },
  }
}
