import type { SystemView } from '@/lib/contracts/system'

export type Verdict = {
  tone: 'ok' | 'warn' | 'crit'
  word: string
  /** What it means for the money. */
  means: string
  /** What brings it back, where something is wrong. */
  next: string | null
}

type System = Pick<SystemView, 'checks' | 'nodes' | 'venues'>

const healthyNodes = ({ nodes }: System): number | null =>
  nodes === null ? null : nodes.nodes.filter(({ state }) => state === 'healthy').length

/** Of all venues: `resting` is asked by exits only, `doubtful` has failed and is tried by the next request. */
const venuesState = ({ venues }: System): 'open' | 'doubtful' | 'resting' => {
  if (venues === null || venues.some(({ quotes, building }) => quotes === 'closed' && building === 'closed'))
    return 'open'
  return venues.every(({ quotes, building }) => quotes === 'open' || building === 'open')
    ? 'resting'
    : 'doubtful'
}

const DATABASE_NEXT = 'Bring PostgreSQL back. JARVIS goes on by itself with what is stored.'
const NODES_NEXT = 'Check the keys and plans of the nodes, or add one: SOLANA_RPC_…_URL.'
const REDIS_NEXT = 'Bring Redis back. Nothing is lost with it: orders and positions are in the database.'
const WORKER_NEXT = 'Start the worker. Its log says why it stopped. What is due fires at its first look.'
const STREAM_NEXT =
  'The stream is opened again by itself. If it stays silent look at the Geyser address and its plan.'
const VENUES_NEXT = 'Each is tried again after a minute at the longest. You need not do anything.'

/** Whether stops fire, and who sees to it. */
export const exitVerdict = (system: System): Verdict => {
  const { database, rpc, redis, worker, accountStream } = system.checks
  const no = (means: string, next: string): Verdict => ({ tone: 'crit', word: 'No', means, next })
  const yes = (means: string, next: string): Verdict => ({ tone: 'warn', word: 'Yes', means, next })
  if (!database)
    return no('The database does not answer. No sale can be recorded, so none is made.', DATABASE_NEXT)
  if (!rpc) return no('No Solana node answers. A stop that is due is sent when one does.', NODES_NEXT)
  if (!redis)
    return {
      tone: 'warn',
      word: 'Unseen',
      means:
        'The worker cannot be seen without Redis, but needs none to sell: it takes positions and orders from the database.',
      next: REDIS_NEXT,
    }
  if (!worker) return no('No worker has reported for 15 s. Nobody watches your stops.', WORKER_NEXT)
  const venues = venuesState(system)
  if (venues === 'resting')
    return {
      tone: 'crit',
      word: 'Trying',
      means: 'No venue answered when last asked. A stop that is due asks all of them until one does.',
      next: VENUES_NEXT,
    }
  if (!accountStream)
    return yes('The worker guards your stops with polled prices: seconds later than the stream.', STREAM_NEXT)
  if (venues === 'doubtful')
    return {
      tone: 'warn',
      word: 'Trying',
      means:
        'The worker guards your stops. Every venue failed when last asked; one that is due asks them all.',
      next: null,
    }
  const healthy = healthyNodes(system)
  if (healthy !== null && healthy < 2)
    return yes(
      `The worker guards your stops on ${healthy === 1 ? 'one healthy node' : 'nodes that are behind or limited'}. A second one would prove leaps of the price and dead transactions sooner.`,
      NODES_NEXT,
    )
  return {
    tone: 'ok',
    word: 'Yes',
    means: 'The worker looks at every position on each price and at least once a second.',
    next: null,
  }
}

/** Whether an entry would be carried out now; the trader's own limits and locks are another matter. */
export const entryVerdict = (system: System): Verdict => {
  const { database, rpc, redis, worker, accountStream, reconciled } = system.checks
  const no = (means: string, next: string): Verdict => ({ tone: 'warn', word: 'No', means, next })
  if (!database) return no('Nothing can be recorded, so nothing is bought.', DATABASE_NEXT)
  if (!rpc) return no('Nothing can be sent to the chain.', NODES_NEXT)
  if (!redis)
    return no('Nothing new is bought: prices and orders reach the worker through Redis.', REDIS_NEXT)
  if (!worker) return no('Orders are stored and wait until a worker is back.', WORKER_NEXT)
  if (!reconciled)
    return no(
      'The books are being compared with the chain after a start. Entries open when they agree.',
      'Usually done within seconds. The Orders page shows what is still open if it lasts.',
    )
  if (!accountStream)
    return no('The price stream is silent, and nothing is bought on polled prices.', STREAM_NEXT)
  const venues = venuesState(system)
  if (venues === 'resting') return no('No venue answered when last asked.', VENUES_NEXT)
  if (venues === 'doubtful')
    return {
      tone: 'warn',
      word: 'Perhaps',
      means: 'Every venue failed when last asked. The next trade finds out whether one is back.',
      next: null,
    }
  return {
    tone: 'ok',
    word: 'Yes',
    means: 'Orders are carried out at once. Limits and locks are on the Risk page.',
    next: null,
  }
}
