import { afterFirstTry, FULL_BUDGET, type RetryBudget, takeRetry } from '@/lib/domain/execution/retry-budget'
import { isAppError } from '@/lib/errors'
import type { CircuitBreakers } from '@/lib/ports/circuit-breakers'
import type { ExecutionVenue, SwapPriority } from '@/lib/ports/execution-venue'
import { firstThatOffers, type Gathered, gatherOffers } from './gather-offers'
import { orAfter } from './or-after'

/** How long the slower venues are waited for once one has answered: a stop is worth more than a better price. */
const GRACE_MS = { exit: 250, entry: 500, refresh: 500 } as const satisfies Record<SwapPriority, number>
/** What has failed once needs another way more than it needs haste. */
const GRACE_AFTER_FAILURE_MS = 1_500
/** From here on an exit asks venues that rest as well. */
const DESPERATE_AT_FAILURES = 2
/** A circuit that cannot be read this fast is taken for closed. */
const CIRCUIT_MS = 100

/** Not asked at all. */
class RestingError extends Error {}

export type Question<T> = {
  ask: (venue: ExecutionVenue) => Promise<T>
  priority: SwapPriority
  failures: number
}

export type VenueAsking = {
  gather<T>(question: Question<T>): Promise<Gathered<ExecutionVenue, T>[]>
  /** Builds a transaction, under a circuit of its own: a venue may quote well and build nothing. */
  built<T>(venue: ExecutionVenue, build: Promise<T>): Promise<T>
  /** Those of the venues whose building rests. */
  restingBuilders(venues: readonly ExecutionVenue[]): Promise<ReadonlySet<ExecutionVenue>>
}

const buildingOf = ({ name }: ExecutionVenue): string => `${name}-build`

/** Who is asked and who is left alone: circuits, budgets of retries, and how long the slow are waited for. */
export const createVenueAsking = (
  venues: readonly ExecutionVenue[],
  circuits: CircuitBreakers,
): VenueAsking => {
  const budgets = new Map<ExecutionVenue, RetryBudget>()
  const passage = (service: string) => orAfter(circuits.ask(service), CIRCUIT_MS, 'closed' as const)

  /** Tells the circuit how a question went, also where nobody waits for the answer any more; holds nobody up. */
  const watched = async <T>(service: string, question: Promise<T>): Promise<T> => {
    try {
      const answer = await question
      void circuits.succeeded(service)
      return answer
    } catch (error) {
      if (isOutage(error)) void circuits.failed(service)
      else if (!isLimit(error)) void circuits.succeeded(service)
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
    const { priority, failures } = question
    const ask = async (venue: ExecutionVenue): Promise<T> => {
      if (!mayAsk(venue, priority, failures)) throw new Error('has failed too often to be asked again now')
      // Asked only for who is asked next: a probe that nobody sends keeps the circuit open.
      if ((await passage(venue.name)) === 'open') throw new RestingError('is resting after failures')
      return watched(venue.name, question.ask(venue))
    }
    const graceMs = failures > 0 ? GRACE_AFTER_FAILURE_MS : GRACE_MS[priority]
    const answers =
      priority === 'refresh' ? await firstThatOffers(venues, ask) : await gatherOffers(venues, ask, graceMs)
    const offered = answers.some((answer) => 'offer' in answer)
    if (priority !== 'exit' || (offered && failures < DESPERATE_AT_FAILURES)) return answers
    const resting = answers.filter((answer) => 'error' in answer && answer.error instanceof RestingError)
    const woken = await gatherOffers(
      resting.map(({ venue }) => venue),
      (venue) => watched(venue.name, question.ask(venue)),
      graceMs,
    )
    return [...answers.filter((answer) => !resting.includes(answer)), ...woken]
  }

  return {
    gather,
    built: (venue, build) => watched(buildingOf(venue), build),
    restingBuilders: async (asked) => {
      const passages = await Promise.all(asked.map((venue) => passage(buildingOf(venue))))
      return new Set(asked.filter((_, index) => passages[index] === 'open'))
    },
  }
}

const isLimit = (error: unknown): boolean => isAppError(error) && 'retryAfterMs' in error.extra

/** A venue that cannot answer, unlike one that answers no, or that only limits us. */
const isOutage = (error: unknown): boolean =>
  !isAppError(error) || (error.code === 'venue.unavailable' && error.retry === 'retryable' && !isLimit(error))
