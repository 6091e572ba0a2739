import { streamEvents, type StreamEventName } from '@/lib/contracts/stream-events'

export type LiveStatus = {
  state: 'connecting' | 'live' | 'lost'
  /** When the last event arrived, unix ms. */
  lastEventAt: number | null
  lostAt: number | null
  attempt: number
}

export type LiveHandlers = {
  onEvent: (name: StreamEventName, data: unknown) => void
  /** Events were missed: everything shown must be fetched again. */
  onGap: () => void
  onStatus: (status: LiveStatus) => void
}

/** What a browser's EventSource offers, as far as it is used here. */
export type EventSourceLike = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>

export type LiveEnvironment = {
  open: (url: string) => EventSourceLike
  now: () => number
  setTimer: (run: () => void, ms: number) => number
  clearTimer: (id: number) => void
}

const CLOSED = 2
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000]
/** The server sends a ping every 15 s; an open connection silent for this long is a dead one. */
const SILENCE_MS = 35_000
const STATUS_EVERY_MS = 250
/** A page that is seen again does not wait so long: two seconds after a ping should have come. */
const SILENT_AT_WAKING_MS = 17_000

/**
 * One EventSource for the page. The browser resumes short losses itself with Last-Event-ID; when it gives
 * up, a new one is opened and everything is fetched again.
 */
export class LiveConnection {
  private source: EventSourceLike | null = null
  private timer: number | null = null
  private watchdog: number | null = null
  private everOpen = false
  private status: LiveStatus = { state: 'connecting', lastEventAt: null, lostAt: null, attempt: 0 }

  constructor(
    private readonly url: string,
    private readonly handlers: LiveHandlers,
    private readonly environment: LiveEnvironment,
  ) {}

  start(): void {
    this.source?.close()
    const source = this.environment.open(this.url)
    this.source = source
    source.addEventListener('open', () => this.opened())
    source.addEventListener('error', () => this.failed(source))
    source.addEventListener('reset', () => {
      this.heard()
      this.handlers.onGap()
    })
    source.addEventListener('ping', () => this.heard())
    for (const name of Object.keys(streamEvents) as StreamEventName[]) {
      source.addEventListener(name, (event) => this.received(name, (event as MessageEvent<string>).data))
    }
    this.guardSilence()
  }

  stop(): void {
    this.source?.close()
    this.source = null
    this.clear()
  }

  /** The page is seen again. Where it slept, its timers did too, and the stream may be long dead without a word. */
  wake(): void {
    const { state, lastEventAt } = this.status
    if (!this.source || lastEventAt === null) return
    if (state === 'live' && this.environment.now() - lastEventAt < SILENT_AT_WAKING_MS) return
    this.clear()
    this.lose()
    this.start()
  }

  private opened(): void {
    const returned = this.everOpen && this.status.state === 'lost'
    this.everOpen = true
    this.update({ state: 'live', lastEventAt: this.environment.now(), lostAt: null, attempt: 0 })
    if (returned) this.handlers.onGap()
  }

  private received(name: StreamEventName, text: string): void {
    this.heard()
    const data = readJson(text)
    const parsed = streamEvents[name].safeParse(data)
    if (parsed.success) this.handlers.onEvent(name, parsed.data)
  }

  private heard(): void {
    this.guardSilence()
    const now = this.environment.now()
    const { state, lastEventAt } = this.status
    if (state === 'live' && lastEventAt !== null && now - lastEventAt < STATUS_EVERY_MS) return
    this.update({ state: 'live', lastEventAt: now, lostAt: null, attempt: 0 })
  }

  private failed(source: EventSourceLike): void {
    if (source !== this.source) return
    const { lostAt, attempt } = this.status
    this.update({
      ...this.status,
      state: 'lost',
      lostAt: lostAt ?? this.environment.now(),
      attempt: attempt + 1,
    })
    if (source.readyState !== CLOSED) return
    this.clear()
    const wait = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 8_000
    this.timer = this.environment.setTimer(() => this.start(), wait)
  }

  private guardSilence(): void {
    if (this.watchdog !== null) this.environment.clearTimer(this.watchdog)
    this.watchdog = this.environment.setTimer(() => {
      this.lose()
      this.start()
    }, SILENCE_MS)
  }

  private lose(): void {
    this.update({ ...this.status, state: 'lost', lostAt: this.status.lostAt ?? this.environment.now() })
  }

  private clear(): void {
    if (this.timer !== null) this.environment.clearTimer(this.timer)
    if (this.watchdog !== null) this.environment.clearTimer(this.watchdog)
    this.timer = null
    this.watchdog = null
  }

  private update(next: LiveStatus): void {
    this.status = next
    this.handlers.onStatus(next)
  }
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
