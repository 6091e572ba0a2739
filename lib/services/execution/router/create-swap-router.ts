import type { Decimal } from '@/lib/domain/money/decimal'
import { inTurn, rankBids, type VenuePolicy } from '@/lib/domain/execution/rank-bids'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError, errorMessage, isAppError } from '@/lib/errors'
import type { CircuitBreakers } from '@/lib/ports/circuit-breakers'
import type { ExecutionVenue, SwapRequest, VenueOffer, VenueQuote } from '@/lib/ports/execution-venue'
import { createVenueAsking, type Question } from './ask-venues'
import { orAfter } from './or-after'
import type { Ranked, SwapRouter } from './swap-router'

export type SwapRouterDeps = {
  /** In the order in which they are asked where one answer is enough. At least one. */
  venues: readonly ExecutionVenue[]
  circuits: CircuitBreakers
  /** Dollars a SOL is worth; null where nobody knows. */
  solPriceUsd: () => Promise<Decimal | null>
}

/** Costs are cents: without a price of SOL this fast they are not counted. */
const SOL_PRICE_MS = 100

type Choice<T> = Question<T> & {
  request: SwapRequest
  quoteOf: (offer: T) => VenueQuote
  policy: VenuePolicy
}
type Refusal = { venue: ExecutionVenue; error: unknown }

/**
 * Asks all venues at once and ranks them by what is left after every cost. A venue whose circuit is open is not
 * asked, unless an exit has no other.
 */
export const createSwapRouter = ({ venues, circuits, solPriceUsd }: SwapRouterDeps): SwapRouter => {
  const asking = createVenueAsking(venues, circuits)

  const choose = async <T>(choice: Choice<T>): Promise<Ranked<T>> => {
    const { request, quoteOf, policy, failures } = choice
    const [answers, solPrice] = await Promise.all([
      asking.gather(choice),
      orAfter(solPriceUsd(), SOL_PRICE_MS, null),
    ])
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
      complete: refused.every(({ error }) => isDefinitive(error)),
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

  /** Those that lately built nothing come last, however good their quotes. */
  const buildersFirst = async (ranked: readonly VenueOffer[]): Promise<VenueOffer[]> => {
    if (ranked.length === 1) return [...ranked]
    const of = ({ quote }: VenueOffer) => venues.find(({ name }) => name === quote.venue)!
    const resting = await asking.restingBuilders(ranked.map(of))
    return ranked.toSorted((one, other) => Number(resting.has(of(one))) - Number(resting.has(of(other))))
  }

  return {
    quotes: (request, policy) =>
      choose({
        ...{ request, policy, priority: 'entry', failures: 0 },
        ask: (venue) => venue.quote(request),
        quoteOf: (quote) => quote,
      }),
    routes: async ({ policy, failures, ...swap }) => {
      const { ranked, ...rest } = await choose<VenueOffer>({
        ...{ request: swap, policy, priority: swap.priority, failures },
        ask: async (venue) => {
          const { quote, build } = await venue.offer(swap)
          return { quote, build: () => asking.built(venue, build()) }
        },
        quoteOf: ({ quote }) => quote,
      })
      return { ranked: await buildersFirst(ranked), ...rest }
    },
    landingOf: (name) => venues.find((venue) => venue.name === name)?.land,
    landers: () => venues.filter(({ land }) => land).length,
  }
}

/** An answer, if not the one that was hoped for. */
const isDefinitive = (error: unknown): boolean => isAppError(error) && error.retry === 'permanent'

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
