import type { Caller } from '@/lib/http/route-call'
import {
  eventStreamHeaders,
  eventStreamResponse,
  type EventSink,
  type ServerEvent,
} from '@/lib/http/event-stream'
import { webRuntime, type WebRuntime } from './runtime'

const HEARTBEAT_MS = 15_000
const MAX_QUEUED_BYTES = 256 * 1024
/** Beyond this `setTimeout` fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Of many prices of one mint only the last still says something. */
const withoutStalePrices = (events: ServerEvent[]): ServerEvent[] => {
  const lastOf = new Map<string, ServerEvent>()
  const mintOf = (event: ServerEvent) => (event.data as { mint?: string }).mint ?? ''
  for (const event of events) if (event.name === 'price') lastOf.set(mintOf(event), event)
  return events.filter((event) => event.name !== 'price' || lastOf.get(mintOf(event)) === event)
}

const snapshot = async ({ web }: WebRuntime, id: string): Promise<ServerEvent[]> => {
  const prices = await web.services.latestPrices()
  return prices.map((data) => ({ id, name: 'price', data }))
}

/** `covers`: ids of live events that `events` tell already. */
type Opening = { events: ServerEvent[]; covers: ReadonlySet<string> }

/** What a new reader gets before live events: what it missed, or else the prices as they are. */
const opening = async (runtime: WebRuntime, caller: Caller, resumeFrom: string | null): Promise<Opening> => {
  const { events, services } = runtime.web
  const id = events.lastId()
  if (resumeFrom === null) return { events: await snapshot(runtime, id), covers: new Set() }
  const missed = await services.missedEvents(resumeFrom, caller.user.id)
  if (missed.complete)
    return {
      events: withoutStalePrices(missed.events),
      covers: new Set(missed.events.map((event) => event.id)),
    }
  const reset = { id, name: 'reset', data: { reason: 'Events were missed: fetch what you show again.' } }
  return { events: [reset, ...(await snapshot(runtime, id))], covers: new Set() }
}

/** Live events go out behind the opening ones, in order and once each. */
const follow = (
  runtime: WebRuntime,
  caller: Caller,
  sink: EventSink,
  resumeFrom: string | null,
): (() => void) => {
  const { web } = runtime
  let waiting: ServerEvent[] | null = []
  const unsubscribe = web.events.subscribe(caller.user.id, (event) =>
    waiting ? waiting.push(event) : sink.send(event),
  )
  const begin = async (): Promise<void> => {
    const { events, covers } = await opening(runtime, caller, resumeFrom)
    for (const event of events) sink.send(event)
    for (const event of waiting ?? []) if (!covers.has(event.id)) sink.send(event)
    waiting = null
  }
  begin().catch((error: unknown) => {
    web.logger.warn({ err: error }, 'A live stream could not be opened')
    sink.end()
  })
  return unsubscribe
}

/**
 * For as long as a program's stream is open its reader counts as there: what waits for a signature is kept fresh.
 * A browser keeps its stream open in the background too, and says by itself when it is looked at (`POST /presence`).
 */
const stayPresent = ({ web }: WebRuntime, { via, user }: Caller): (() => void) => {
  if (via === 'cookie') return () => {}
  const mark = () =>
    void web.services
      .markPresent(user.id)
      .catch((error: unknown) => web.logger.warn({ err: error }, 'A reader could not be marked present'))
  mark()
  const timer = setInterval(mark, HEARTBEAT_MS)
  return () => clearInterval(timer)
}

/** The caller's live events. Throws AppError `rate_limited` when the caller has too many streams open. */
export const openLiveStream = (request: Request, caller: Caller): Response => {
  // Nobody would read such a stream, so nothing would ever end it.
  if (request.method === 'HEAD') return new Response(null, { headers: eventStreamHeaders })
  const runtime = webRuntime()
  const { web, streams } = runtime
  const { user, expiresAt } = caller
  const resumeFrom = request.headers.get('last-event-id')
  let endStream = (): void => {}
  const leave = streams.add({ userId: user.id, sessionVersion: user.sessionVersion }, () => endStream())
  return eventStreamResponse({
    signal: request.signal,
    heartbeatMs: HEARTBEAT_MS,
    maxQueuedBytes: MAX_QUEUED_BYTES,
    lastId: () => web.events.lastId(),
    open: (sink) => {
      endStream = sink.end
      const stop = follow(runtime, caller, sink, resumeFrom)
      const goAway = stayPresent(runtime, caller)
      const untilExpiry = Math.min(expiresAt.getTime() - web.now().getTime(), MAX_TIMER_MS)
      const expiry = setTimeout(sink.end, Math.max(0, untilExpiry))
      if (web.stopping.aborted) sink.end()
      return () => {
        clearTimeout(expiry)
        goAway()
        stop()
        leave()
      }
    },
  })
}
