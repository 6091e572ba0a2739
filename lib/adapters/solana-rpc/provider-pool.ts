import { chainTip, lagAt, type SlotSample, sureTip, withSlot } from '@/lib/domain/rpc-health/chain-tip'
import { isLastResort } from '@/lib/domain/rpc-health/choose-nodes'
import { AppError, errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import { type Found, searchNodes } from './hedged-search'
import { failureFrom, isOurMistake, isTooOld } from './node-errors'
import type { Provider, SlotObserver } from './provider'
import { createStandings, type Standings } from './standings'

export type ProviderPool = {
  readonly all: readonly Provider[]
  readonly reads: Standings
  readonly sends: Standings
  /** How many answered when last asked, or were never asked. */
  healthy(): number
  /** The newest slot known to be confirmed; null before the first was told. */
  tip(): bigint | null
  /** Of two nodes far apart the lower slot: what may be asked of both. */
  sureTip(): bigint | null
  /** The newest slot this node has told at `confirmed`. */
  slotOf(provider: Provider): bigint | null
  /** Asks one after the other until one answers. `what` names the call in errors, logs and patience. */
  call<T>(what: string, ask: (provider: Provider) => Promise<T>): Promise<T>
  /**
   * Asks one after the other until one's answer is `final`; a node that lags may not know yet what
   * another does. Without a final one the newest answer counts. `avoid` names those to ask last.
   */
  search<T>(
    what: string,
    ask: (provider: Provider) => Promise<Found<T>>,
    avoid?: readonly string[],
  ): Promise<T>
  /** Tells the pool how a call outside `call` went; `null` is an answer. */
  report(provider: Provider, what: string, error: unknown | null): void
}

/** Of a hundred calls ten may be asked twice, and as many at once: a slow hour must not become twice the load. */
const HEDGES_PER_CALL = 0.1
const MOST_HEDGES = 10

type PoolOptions = { logger: Pick<Logger, 'warn'>; now: () => number; slots?: SlotWatch }

export const createProviderPool = (
  all: readonly Provider[],
  { logger, now, slots = createSlotWatch(now) }: PoolOptions,
): ProviderPool => {
  const reads = createStandings(all, now)
  const sends = createStandings(all, now)
  let hedges = MOST_HEDGES
  slots.onLag((name, lag) => {
    const provider = all.find((one) => one.name === name)
    if (provider) reads.lags(provider, lag)
  })

  const report = (provider: Provider, what: string, error: unknown | null): void => {
    const standings = what === 'sendTransaction' ? sends : reads
    if (error === null) return standings.answered(provider)
    const failure = failureFrom(error)
    if (!failure) return
    standings.failed(provider, failure)
    logger.warn({ provider: provider.name, call: what, reason: failure.reason }, 'Solana node failed')
  }

  const mayHedge = (first: Provider | undefined, next: Provider): boolean => {
    const behind = (one: Provider | undefined) => one !== undefined && isLastResort(reads.of(one))
    if (hedges < 1 || next.budget.backlog() > 0 || (behind(next) && !behind(first))) return false
    hedges -= 1
    return true
  }

  const search: ProviderPool['search'] = async (what, ask, avoid = []) => {
    hedges = Math.min(MOST_HEDGES, hedges + HEDGES_PER_CALL)
    const avoided = ({ name }: Provider) => avoid.includes(name)
    const ordered = reads.ordered()
    const nodes = [...ordered.filter((one) => !avoided(one)), ...ordered.filter(avoided)]
    let blamed = 0
    const { found, errors } = await searchNodes(nodes, {
      ask,
      patienceMs: (provider) => reads.patienceMs(provider, what) + provider.budget.delayMs('other'),
      mayHedge: (next) => mayHedge(nodes[0], next),
      onOverdue: reads.overdue,
      onAnswer: (provider, ms) => {
        reads.lasted(provider, what, ms)
        report(provider, what, null)
      },
      onError: (provider, error) => report(provider, what, error),
      // One node alone may misjudge it, by an address table that it does not know yet.
      isFatal: (error) => isOurMistake(error) && (blamed += 1) >= Math.min(2, nodes.length),
    })
    if (found) return found.answer
    throw noAnswer(what, errors)
  }

  return {
    all,
    reads,
    sends,
    healthy: () => all.filter((provider) => reads.of(provider).failuresInRow === 0).length,
    tip: slots.tip,
    sureTip: slots.sureTip,
    slotOf: ({ name }) => slots.slotOf(name),
    call: (what, ask) => search(what, async (provider) => ({ answer: await ask(provider), final: true })),
    search,
    report,
  }
}

const noAnswer = (what: string, errors: readonly unknown[]): AppError =>
  new AppError(
    'venue.unavailable',
    errors.some(isTooOld)
      ? 'The Solana nodes that answer are behind the chain. Nothing was changed; try again.'
      : 'No Solana node answers at the moment. Nothing was changed; try again.',
    {
      retry: 'retryable',
      cause: new AggregateError(errors, `${what}: ${errors.map(errorMessage).join('; ')}`),
    },
  )

export type SlotWatch = {
  observe: SlotObserver
  tip(): bigint | null
  sureTip(): bigint | null
  slotOf(node: string): bigint | null
  /** Called with how far a node's answer lay behind what was known when it was asked; see `lagAt`. */
  onLag(tell: (node: string, slots: number) => void): void
}

/**
 * Learns from every answer how far its node has come. A node is measured against the newest slot that was known
 * before it was asked, so neither clocks nor the speed of the chain come into it.
 */
export const createSlotWatch = (now: () => number): SlotWatch => {
  const samples = new Map<string, SlotSample>()
  let tell: (node: string, slots: number) => void = () => {}
  return {
    observe: (node) => {
      const known = [...samples.values()]
      const askedAt = now()
      return (slot) => {
        samples.set(node, withSlot(samples.get(node), slot, now()))
        tell(node, lagAt(slot, known, askedAt))
      }
    },
    tip: () => chainTip([...samples.values()], now()),
    sureTip: () => sureTip([...samples.values()], now()),
    slotOf: (node) => samples.get(node)?.slot ?? null,
    onLag: (listener) => void (tell = listener),
  }
}
