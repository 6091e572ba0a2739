import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '@/lib/db/client'
import { usersWithLivePositions } from '@/lib/db/position-repository'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import { tradesAreOut } from '../execution/trades-first'
import type { LivePublisher } from '../live-publisher'
import { getPortfolios, type GetPortfoliosDeps } from './get-portfolios'
import { inRounds } from './rounds'

export type PublishPortfoliosDeps = Omit<GetPortfoliosDeps, 'db'> & {
  db: Database
  live: LivePublisher
  logger: Logger
  now: () => Date
}

/** What is filled together is told together; the events of orders and positions tell the fill itself at once. */
const GATHER_MS = 300

/**
 * Tells users what their accounts are worth now, a round of them at a time. Never throws: a failure is logged, and
 * the next telling corrects it.
 */
const tellUsers = async (deps: PublishPortfoliosDeps, userIds: readonly number[]): Promise<void> => {
  for (const round of inRounds(userIds)) {
    await tradesAreOut(deps.db)
    await tellRound(deps, round).catch((error: unknown) =>
      deps.logger.warn({ users: round.length, error: errorMessage(error) }, 'portfolios not told'),
    )
  }
}

const tellRound = async (deps: PublishPortfoliosDeps, userIds: readonly number[]): Promise<void> => {
  const outcomes = await getPortfolios(deps, userIds, deps.now())
  for (const [place, userId] of userIds.entries()) {
    const outcome = outcomes[place]!
    if (outcome.status === 'fulfilled')
      deps.live.publish({ userId, name: 'portfolio', data: { portfolio: outcome.value } })
    else deps.logger.warn({ userId, error: errorMessage(outcome.reason) }, 'portfolio not told')
  }
}

/**
 * Tells users after their fills: all that waited in one go, each once however many fills came meanwhile, and never
 * two goes at a time. A portfolio is a dozen queries and a look at the chain, and sells must not wait for a hundred
 * of them.
 */
export const createPortfolioTeller = (deps: PublishPortfoliosDeps): ((userId: number) => void) => {
  let waiting = new Set<number>()
  let telling = false
  const tellAll = async (): Promise<void> => {
    telling = true
    while (waiting.size > 0) {
      await pause(GATHER_MS, undefined, { ref: false })
      const userIds = [...waiting]
      waiting = new Set()
      await tellUsers(deps, userIds)
    }
    telling = false
  }
  return (userId) => {
    waiting.add(userId)
    if (!telling) void tellAll()
  }
}

/** Everyone who holds something. */
export const publishPortfolios = async (deps: PublishPortfoliosDeps): Promise<void> =>
  tellUsers(deps, await usersWithLivePositions(deps.db))
