import type { SubscribeRequest, SubscribeUpdate } from './messages'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import { type CallEnd, type GeyserCall, type GeyserEndpoint, openGeyserCall } from './geyser-call'

export type GeyserConnectionOptions = {
  /** At least one; each attempt takes the next. */
  endpoints: readonly GeyserEndpoint[]
  logger: Pick<Logger, 'warn'>
  /** A stream that delivers nothing for so long is dead and replaced. */
  silenceMs: number
  /** From 0 to 1, spreads the attempts of many clients. */
  random: () => number
  /** The first request of a connection. */
  greet(send: (request: SubscribeRequest) => void): void
  onUpdate(update: SubscribeUpdate): void
  onState(state: { connected: boolean; detail: string }): void
  onLost(end: CallEnd): void
}

const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 10_000
/** A connection that told slots for so long was a good one: its end is no reason to wait. */
const STEADY_MS = 1_000

/** One subscription stream that is replaced when it ends, falls silent or stops telling slots. */
export class GeyserConnection {
  private call: GeyserCall | null = null
  private attempt = 0
  private failures = 0
  private openedAt = 0
  private lastMessage = 0
  private lastSlot = 0
  private connected = false
  private closed = false
  private retry: NodeJS.Timeout | null = null
  private watchdog: NodeJS.Timeout | null = null

  constructor(private readonly options: GeyserConnectionOptions) {}

  get node(): string {
    const { endpoints } = this.options
    return endpoints[this.attempt % endpoints.length]!.name
  }

  get isOpen(): boolean {
    return this.call !== null
  }

  open(): void {
    if (this.closed || this.call || this.retry) return
    const { endpoints, silenceMs } = this.options
    this.openedAt = this.lastMessage = this.lastSlot = performance.now()
    this.connected = false
    this.call = openGeyserCall(endpoints[this.attempt % endpoints.length]!, {
      onUpdate: (update) => this.receive(update),
      onEnd: (end) => this.lose(end),
    })
    this.watchdog = setInterval(() => this.suspect(), Math.max(20, silenceMs / 4))
    this.options.greet((request) => this.send(request))
  }

  send(request: SubscribeRequest): void {
    this.call?.send(request)
  }

  close(): void {
    this.closed = true
    if (this.retry) clearTimeout(this.retry)
    this.detach()
  }

  private receive(update: SubscribeUpdate): void {
    this.lastMessage = performance.now()
    if (update.slot) {
      this.lastSlot = this.lastMessage
      if (!this.connected) {
        this.connected = true
        this.options.onState({ connected: true, detail: this.node })
      }
    }
    try {
      this.options.onUpdate(update)
    } catch (error) {
      this.lose({ reason: `sent what cannot be read: ${errorMessage(error)}`, replayRefused: false })
    }
  }

  /** What waits in the socket is read before a verdict: this process may have been busy, not the server silent. */
  private suspect(): void {
    if (!this.verdict()) return
    const { call } = this
    setImmediate(() => {
      const reason = call === this.call && this.verdict()
      if (reason) this.lose({ reason, replayRefused: false })
    })
  }

  private verdict(): string | null {
    const { silenceMs } = this.options
    const now = performance.now()
    if (now - this.lastMessage > silenceMs) return `nothing received for ${(silenceMs / 1_000).toFixed(1)} s`
    return now - this.lastSlot > 2 * silenceMs ? 'no slot received for long' : null
  }

  private lose(end: CallEnd): void {
    if (!this.call || this.closed) return
    const lived = this.connected ? performance.now() - this.openedAt : 0
    const { node } = this
    this.detach()
    this.options.logger.warn({ node, reason: end.reason }, 'Account stream connection lost')
    this.options.onState({ connected: false, detail: `${node}: ${end.reason}` })
    this.options.onLost(end)
    if (!end.replayRefused) this.attempt += 1
    this.failures = lived > STEADY_MS ? 0 : this.failures
    const delay = Math.min(FIRST_DELAY_MS * 2 ** this.failures, LONGEST_DELAY_MS)
    this.failures += 1
    this.retry = setTimeout(
      () => {
        this.retry = null
        this.open()
      },
      delay * (0.5 + this.options.random() / 2),
    )
  }

  private detach(): void {
    if (this.watchdog) clearInterval(this.watchdog)
    this.watchdog = null
    this.call?.destroy()
    this.call = null
  }
}
