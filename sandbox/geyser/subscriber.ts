import type { Commitment } from '@/sandbox/chain/chain'
import type { EventLog, Told } from './event-log'
import type { GeyserFaults } from './geyser-faults'
import { type GrpcCall, STATUS } from './grpc-server'
import { type Matcher, matcherOf } from './match-filters'
import { decodeSubscription, encodeUpdate, frameUpdate, type Subscription } from './messages'

const LEVELS: readonly Commitment[] = ['processed', 'confirmed', 'finalized']
const PING_MS = 10_000

/** One Subscribe call: its latest request counts, each replaces the one before as a whole. */
export class Subscriber {
  private matcher: Matcher | null = null
  private level: Commitment = 'processed'
  private readonly ping = setInterval(() => this.send(encodeUpdate({ ping: {} })), PING_MS)
  /** Messages held back by `slow`, in their order. */
  private lastDue = 0

  constructor(
    private readonly call: GrpcCall,
    private readonly log: EventLog,
    private readonly faults: GeyserFaults,
  ) {
    call.open()
    call.onMessage((bytes) => this.received(bytes))
    call.onHalfClose(() => call.end())
    call.onClose(() => clearInterval(this.ping))
  }

  tell({ event, level }: Told): void {
    if (!this.matcher || (level !== 'any' && level !== this.level)) return
    switch (event.kind) {
      case 'account': {
        const { address, signature, account } = event.change
        return this.sendTo(this.matcher.accounts({ address, signature, account }), event.body)
      }
      case 'transaction':
        this.sendTo(this.matcher.transactions(event.landed), event.body)
        return this.sendTo(this.matcher.statuses(event.landed), event.status)
      case 'slot':
        return this.sendTo(this.matcher.slots(event.status === this.level), event.body)
      case 'block':
        return this.sendTo(this.matcher.blocks(), event.body)
    }
  }

  private received(bytes: Uint8Array): void {
    let request: Subscription
    try {
      request = decodeSubscription(bytes)
    } catch {
      return this.call.end(STATUS.invalidArgument, 'failed to decode the request')
    }
    // A ping changes no subscription, whatever else the message holds.
    if (request.ping) return this.send(encodeUpdate({ pong: { id: request.ping.id ?? 0 } }))
    this.level = LEVELS[request.commitment ?? 0] ?? 'processed'
    this.matcher = matcherOf(request)
    if (request.fromSlot !== undefined) this.replay(BigInt(request.fromSlot))
  }

  private replay(from: bigint): void {
    if (!this.log.reaches(from))
      return this.call.end(
        STATUS.outOfRange,
        `broadcast from ${from} is not available, last available: ${this.log.firstAvailable}`,
      )
    for (const told of this.log.since(from)) this.tell(told)
  }

  private sendTo(filters: readonly string[], body: () => Uint8Array): void {
    if (filters.length > 0) this.send(frameUpdate(filters, body()))
  }

  private send(message: Uint8Array): void {
    if (this.faults.silent()) return
    const bytes = this.faults.garbled(message)
    const due = Math.max(this.lastDue, performance.now() + this.faults.slowMs('Subscribe'))
    if (due <= performance.now()) return this.call.send(bytes)
    this.lastDue = due
    setTimeout(() => this.call.send(bytes), due - performance.now())
  }
}
