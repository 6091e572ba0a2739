import { AppError, errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import { NodeRefusalError } from './json-rpc'
import { ProviderHttpError, type Provider } from './provider'

export type ProviderPool = {
  readonly all: readonly Provider[]
  /**
   * Those to ask now, in order: the list's, but those whose budget is used up behind those that would answer at
   * once, and those that lately failed at the end.
   */
  ordered(): Provider[]
  /** How many answered when last asked, or were never asked. */
  healthy(): number
  /** Asks one after the other until one answers. `what` names the call in errors and logs. */
  call<T>(what: string, ask: (provider: Provider) => Promise<T>): Promise<T>
  /**
   * Asks one after the other until one's answer is `final`; a node that lags may not know yet what
   * another does. Without a final one the last answer counts. `avoid` names those to ask last.
   */
  search<T>(
    what: string,
    ask: (provider: Provider) => Promise<{ answer: T; final: boolean }>,
    avoid?: readonly string[],
  ): Promise<T>
  /** Tells the pool how a call outside `call` went. */
  report(provider: Provider, what: string, error: unknown | null): void
}

const FIRST_REST_MS = 2_000
const LONGEST_REST_MS = 60_000
const INVALID_PARAMS = -32602

type Standing = { failures: number; restUntil: number }

export const createProviderPool = (
  all: readonly Provider[],
  { logger, now }: { logger: Pick<Logger, 'warn'>; now: () => number },
): ProviderPool => {
  const standings = new Map<Provider, Standing>(
    all.map((provider) => [provider, { failures: 0, restUntil: 0 }]),
  )
  const standing = (provider: Provider): Standing => standings.get(provider)!

  const ordered = (): Provider[] => {
    const rested = (provider: Provider) => standing(provider).restUntil <= now()
    const resting = all.filter((provider) => !rested(provider))
    const ready = all.filter(rested).map((provider) => ({ provider, backlog: provider.budget.backlog() }))
    ready.sort((a, b) => a.backlog - b.backlog)
    return [
      ...ready.map(({ provider }) => provider),
      ...resting.sort((a, b) => standing(a).restUntil - standing(b).restUntil),
    ]
  }

  const report = (provider: Provider, what: string, error: unknown | null): void => {
    const state = standing(provider)
    if (error === null) {
      state.failures = 0
      state.restUntil = 0
      return
    }
    const asked = error instanceof ProviderHttpError ? (error.retryAfterMs ?? 0) : 0
    const rest = Math.max(asked, FIRST_REST_MS * 2 ** state.failures)
    state.failures = Math.min(state.failures + 1, 5)
    state.restUntil = now() + Math.min(rest, LONGEST_REST_MS)
    logger.warn({ provider: provider.name, call: what, reason: errorMessage(error) }, 'Solana node failed')
  }

  const search = async <T>(
    what: string,
    ask: (provider: Provider) => Promise<{ answer: T; final: boolean }>,
    avoid: readonly string[] = [],
  ): Promise<T> => {
    const errors: unknown[] = []
    let last: { answer: T } | null = null
    const avoided = ({ name }: Provider) => avoid.includes(name)
    const providers = ordered()
    for (const provider of [...providers.filter((one) => !avoided(one)), ...providers.filter(avoided)]) {
      try {
        const { answer, final } = await ask(provider)
        report(provider, what, null)
        if (final) return answer
        last = { answer }
      } catch (error) {
        // The request itself is wrong: no other node will like it better.
        if (error instanceof NodeRefusalError && error.code === INVALID_PARAMS) throw error
        report(provider, what, error)
        errors.push(error)
      }
    }
    if (last) return last.answer
    throw new AppError(
      'venue.unavailable',
      'No Solana node answers at the moment. Nothing was changed; try again.',
      {
        retry: 'retryable',
        cause: new AggregateError(errors, `${what}: ${errors.map(errorMessage).join('; ')}`),
      },
    )
  }

  const call = <T>(what: string, ask: (provider: Provider) => Promise<T>): Promise<T> =>
    search(what, async (provider) => ({ answer: await ask(provider), final: true }))

  const healthy = (): number => all.filter((provider) => standing(provider).failures === 0).length

  return { all, ordered, healthy, call, search, report }
}
