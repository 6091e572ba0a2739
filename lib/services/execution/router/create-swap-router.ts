import type { Decimal } from '@/lib/domain/money/decimal'
import { rankBids, inTurn, type VenuePolicy } from '@/lib/domain/execution/rank-bids'
import { afterFirstTry, FULL_BUDGET, type RetryBudget, takeRetry } from '@/lib/domain/execution/retry-budget'
import type { RouteReceipt } from '@/lib/domain/execution/route-receipt'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError, errorMessage, isAppError } from '@/lib/errors'
import type { CircuitBreakers } from '@/lib/ports/circuit-breakers'
import type { ExecutionVenue, SwapPriority, SwapRequest, VenueQuote } from '@/lib/ports/execution-venue'
import { firstThatOffers, type Gathered, gatherOffers } from './gather-offers'
import type { SwapRouter } from './swap-router'

export type SwapRouterDeps = {
  /** In the order in which they are asked where one answer is enough. At least one. */
  venues: readonly ExecutionVenue[]
  circuits: CircuitBreakers
  /** Dollars a SOL is worth; null where nobody knows. */
  solPriceUsd: () => Promise<Decimal | null>
}

/** How long the slower venues are waited for once one has answered: a stop is worth more than a better price. */
const GRACE_MS = { exit: 250, entry: 500, refresh: 500 } as const satisfies Record<SwapPriority, number>

type Question<T> = {
  request: SwapRequest
  ask: (venue: ExecutionVenue) => Promise<T>
  quoteOf: (offer: T) => VenueQuote
  priority: SwapPriority
  policy: VenuePolicy
  failures: number
}
type Refusal = { venue: ExecutionVenue; error: unknown }

/**
 * Asks all venues at once and ranks them by what is left after every cost. A venue whose circuit is open is not
 * asked, unless an exit has no other.
 */
export const createSwapRouter = ({ venues, circuits, solPriceUsd }: SwapRouterDeps): SwapRouter => {
  const budgets = new Map<ExecutionVenue, RetryBudget>()

  /** Tells the circuit how a question went, also where nobody waits for the answer any more. */
  const watched = async <T>(venue: ExecutionVenue, question: Promise<T>): Promise<T> => {
    try {
      const answer = await question
      await circuits.succeeded(venue.name)
      return answer
    } catch (error) {
      if (isOutage(error)) await circuits.failed(venue.name)
      else if (!isLimit(error)) await circuits.succeeded(venue.name)
      throw error
    }
  }

  /** Whether a retry of an entry would flood a venue that fails. An exit is never refused: it is still held. */
  const mayAsk = (venue: ExecutionVenue, priority: SwapPriority, failures: number): boolean => {
    const budget = budgets.get(venue) ?? FULL_BUDGET
    const left = failures === 0 ? afterFirstTry(budget) : takeRetry(budget)
    if (left) budgets.set(venue, left)
    return left !== null || priority === 'exit'
  }

  const gather = async <T>(question: Question<T>): Promise<Gathered<ExecutionVenue, T>[]> => {
    const { priority } = question
    const ask = (venue: ExecutionVenue) => watched(venue, question.ask(venue))
    const passages = await Promise.all(venues.map(({ name }) => circuits.ask(name)))
    const resting = venues.filter((_, index) => passages[index] === 'open')
    const well = venues.filter((venue) => !resting.includes(venue))
    const free = well.filter((venue) => mayAsk(venue, priority, question.failures))
    const answers =
      priority === 'refresh'
        ? await firstThatOffers(free, ask)
        : await gatherOffers(free, ask, GRACE_MS[priority])
    const lastResort = priority === 'exit' && !answers.some((answer) => 'offer' in answer)
    return [
      ...answers,
      ...refusals(
        well.filter((venue) => !free.includes(venue)),
        'has failed too often to be asked again now',
      ),
      ...(lastResort
        ? await gatherOffers(resting, ask, GRACE_MS.exit)
        : refusals(resting, 'is resting after failures')),
    ]
  }

  const choose = async <T>(question: Question<T>): Promise<{ ranked: T[]; receipt: RouteReceipt }> => {
    const { request, quoteOf, policy, failures } = question
    const [answers, solPrice] = await Promise.all([gather(question), solPriceUsd().catch(() => null)])
    const refused = answers.filter((answer) => 'error' in answer)
    const offerOf = new Map(
      answers.flatMap((answer) =>
        'offer' in answer ? [[quoteOf(answer.offer), answer.offer] as const] : [],
      ),
    )
    if (offerOf.size === 0) throw noneOffers(refused)
    const ranked = rankBids([...offerOf.keys()], {
      inputRaw: request.inputRaw,
      policy,
      dollarsAre: request.inputMint === USDC_MINT ? 'input' : 'output',
      solPriceUsd: solPrice,
    })
    return {
      ranked: inTurn(
        ranked.map(({ bid }) => offerOf.get(bid)!),
        failures,
      ),
      receipt: {
        policy,
        offers: [
          ...ranked.map(({ bid, netOutputRaw }) => ({
            venue: bid.venue,
            outputRaw: bid.outputRaw.toString(),
            minOutputRaw: bid.minOutputRaw.toString(),
            costLamports: bid.costLamports?.toString() ?? null,
            netOutputRaw: netOutputRaw.toString(),
            quote: bid.raw,
          })),
          ...refused.map(({ venue, error }) => ({
            venue: venue.name,
            error: errorMessage(error).slice(0, 300),
          })),
        ],
      },
    }
  }

  return {
    quotes: (request, policy) =>
      choose({
        ...{ request, policy, priority: 'entry', failures: 0 },
        ask: (venue) => venue.quote(request),
        quoteOf: (quote) => quote,
      }),
    routes: ({ policy, failures, ...swap }) =>
      choose({
        ...{ request: swap, policy, priority: swap.priority, failures },
        ask: (venue) => venue.offer(swap),
        quoteOf: ({ quote }) => quote,
      }),
    landingOf: (name) => venues.find((venue) => venue.name === name)?.land,
    landers: () => venues.filter(({ land }) => land).length,
  }
}

const refusals = (venues: readonly ExecutionVenue[], why: string): (Refusal & { late: false })[] =>
  venues.map((venue) => ({ venue, error: new Error(why), late: false }))

const isLimit = (error: unknown): boolean => isAppError(error) && 'retryAfterMs' in error.extra

/** A venue that cannot answer, unlike one that answers no, or that only limits us. */
const isOutage = (error: unknown): boolean =>
  !isAppError(error) || (error.code === 'venue.unavailable' && error.retry === 'retryable' && !isLimit(error))

/** A definitive no counts only where every venue says it: one that is down may have a route once it is back. */
const noneOffers = (refused: readonly Refusal[]): unknown => {
  const errors = refused.map(({ error }) => error)
  const hopeful = errors.find((error) => isAppError(error) && error.retry === 'retryable')
  if (hopeful) return hopeful
  if (errors.length > 0 && errors.every(isAppError)) return errors[0]
  return new AppError('venue.unavailable', 'No venue offers a price at the moment. Nothing was sent.', {
    retry: 'retryable',
    cause: new AggregateError(errors),
  })
}
