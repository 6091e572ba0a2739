import type { Database } from '@/lib/db/client'
import { usersWithLivePositions } from '@/lib/db/position-repository'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import { sellsAreOut } from '../execution/sells-first'
import type { LivePublisher } from '../live-publisher'
import { getPortfolio, type GetPortfolioDeps } from './get-portfolio'

export type PublishPortfoliosDeps = Omit<GetPortfolioDeps, 'db'> & {
  db: Database
  live: LivePublisher
  logger: Logger
  now: () => Date
  newId: () => string
}

/** Tells one user what the account is worth now. A failure is logged: the next telling corrects it. */
const publishPortfolio = async (deps: PublishPortfoliosDeps, userId: number): Promise<void> => {
  await sellsAreOut(deps.db)
  try {
    const ctx = {
      actor: { kind: 'system', id: 'portfolio' } as const,
      userId,
      now: deps.now,
      newId: deps.newId,
    }
    const portfolio = await getPortfolio(deps, ctx)
    deps.live.publish({ userId, name: 'portfolio', data: { portfolio } })
  } catch (error) {
    deps.logger.warn({ userId, error: errorMessage(error) }, 'portfolio not told')
  }
}

/**
 * Tells users after their fills: one after the other, and each once however many fills came meanwhile. A
 * portfolio is a dozen queries and a look at the chain, and sells must not wait for a hundred of them.
 */
export const createPortfolioTeller = (deps: PublishPortfoliosDeps): ((userId: number) => void) => {
  const waiting = new Set<number>()
  let telling = false
  const tellAll = async (): Promise<void> => {
    telling = true
    for (const userId of waiting) {
      waiting.delete(userId)
      await publishPortfolio(deps, userId)
    }
    telling = false
  }
  return (userId) => {
    waiting.add(userId)
    if (!telling) void tellAll()
  }
}

/** Everyone who holds something, one after the other, so that balances are read within the node's budget. */
export const publishPortfolios = async (deps: PublishPortfoliosDeps): Promise<void> => {
  for (const userId of await usersWithLivePositions(deps.db)) await publishPortfolio(deps, userId)
}
