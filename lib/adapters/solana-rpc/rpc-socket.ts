import { WebSocket } from 'ws'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'

export type SocketEndpoint = { name: string; wsUrl: string }

export type SocketSubscription = {
  subscribe: string
  unsubscribe: string
  params: unknown[]
  /** The `result` of each notification. */
  onNotification(result: unknown): void
  /** The server has confirmed it, at first and after each reconnect: nothing is missed from here on. */
  onConfirmed?(): void
}

export type RpcSocketOptions = {
  endpoints: readonly SocketEndpoint[]
  logger: Pick<Logger, 'warn'>
  /** A connection that delivers nothing for so long is dead and replaced. */
  silenceMs: number
  /** What proves life: any message, or only the answer to a ping where quiet is normal. */
  alive: 'message' | 'pong'
  /** Called at the first notification of each connection, and when it is lost. */
  onState?(state: { connected: boolean; detail: string }): void
}

const HANDSHAKE_MS = 5_000
const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 10_000

/**
 * JSON-RPC subscriptions that survive their connection: lost ones are replaced with growing delays,
 * each time at the next endpoint, and every subscription is made again.
 */
export class RpcSocket {
  private readonly subscriptions = new Map<number, SocketSubscription>()
  /** The server's id of a subscription to ours, and of a request under way to ours. */
  private readonly active = new Map<number, number>()
  private readonly asked = new Map<number, { key: number; subscription: SocketSubscription; at: number }>()
  private socket: WebSocket | null = null
  private endpoint = 0
  private failures = 0
  private nextId = 1
  private lastSign = 0
  private notified = false
  private retry: NodeJS.Timeout | null = null
  private watchdog: NodeJS.Timeout | null = null
  private closed = false

  constructor(private readonly options: RpcSocketOptions) {}

  open(): void {
    if (this.closed || this.socket || this.retry) return
    this.connect()
  }

  /** Answers the unsubscribe. Opens the connection if there is none. */
  subscribe(subscription: SocketSubscription): () => void {
    const key = this.nextId++
    this.subscriptions.set(key, subscription)
    if (this.socket?.readyState === WebSocket.OPEN) this.ask(key, subscription)
    else this.open()
    return () => this.drop(key)
  }

  get size(): number {
    return this.subscriptions.size
  }

  close(): void {
    this.closed = true
    this.subscriptions.clear()
    if (this.retry) clearTimeout(this.retry)
    this.detach()
  }

  private connect(): void {
    const { name, wsUrl } = this.options.endpoints[this.endpoint % this.options.endpoints.length]!
    const socket = new WebSocket(wsUrl, { handshakeTimeout: HANDSHAKE_MS, perMessageDeflate: false })
    this.socket = socket
    this.notified = false
    socket.on('open', () => {
      this.lastSign = performance.now()
      this.watchdog = setInterval(() => this.checkAlive(), Math.max(50, this.options.silenceMs / 4))
      for (const [key, subscription] of this.subscriptions) this.ask(key, subscription)
    })
    socket.on('message', (data) => this.receive(String(data)))
    socket.on('pong', () => {
      if (this.options.alive === 'pong') this.lastSign = performance.now()
    })
    socket.on('error', (error) => this.lose(`${name}: ${errorMessage(error)}`))
    socket.on('close', (code) => this.lose(`${name} closed the connection (${code})`))
  }

  private checkAlive(): void {
    if (performance.now() - this.lastSign > this.options.silenceMs) {
      this.lose(`nothing received for ${Math.round(this.options.silenceMs / 1_000)} s`)
    } else if (this.isIgnored()) {
      this.lose('a subscription was never confirmed')
    } else if (this.options.alive === 'pong') this.socket?.ping()
  }

  /** Slots may arrive while one account's subscription was dropped: its price would look current for ever. */
  private isIgnored(): boolean {
    const [oldest] = this.asked.values()
    return oldest !== undefined && performance.now() - oldest.at > 2 * this.options.silenceMs
  }

  private ask(key: number, subscription: SocketSubscription): void {
    const id = this.nextId++
    this.asked.set(id, { key, subscription, at: performance.now() })
    this.send({ id, method: subscription.subscribe, params: subscription.params })
  }

  private drop(key: number): void {
    const subscription = this.subscriptions.get(key)
    if (!subscription) return
    this.subscriptions.delete(key)
    for (const [serverId, ours] of this.active) {
      if (ours !== key) continue
      this.active.delete(serverId)
      this.send({ id: this.nextId++, method: subscription.unsubscribe, params: [serverId] })
    }
  }

  private send(request: { id: number; method: string; params: unknown[] }): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', ...request }))
  }

  private receive(text: string): void {
    if (this.options.alive === 'message') this.lastSign = performance.now()
    const message = parseMessage(text)
    if (!message) return this.lose('sent something that is not JSON-RPC')
    if (message.kind === 'notification') {
      this.markAlive()
      const key = this.active.get(message.subscription)
      if (key !== undefined) this.subscriptions.get(key)?.onNotification(message.result)
      return
    }
    const asked = this.asked.get(message.id)
    if (!asked) return
    this.asked.delete(message.id)
    if (message.kind === 'refusal') return this.lose(`refused a subscription: ${message.text}`)
    this.confirm(message.result, asked.key, asked.subscription)
  }

  /** It may have been given up in the meantime. */
  private confirm(serverId: number, key: number, subscription: SocketSubscription): void {
    if (!this.subscriptions.has(key)) {
      this.send({ id: this.nextId++, method: subscription.unsubscribe, params: [serverId] })
      return
    }
    this.active.set(serverId, key)
    subscription.onConfirmed?.()
  }

  private markAlive(): void {
    if (this.notified) return
    this.notified = true
    this.failures = 0
    const { name } = this.options.endpoints[this.endpoint % this.options.endpoints.length]!
    this.options.onState?.({ connected: true, detail: name })
  }

  private lose(reason: string): void {
    if (!this.socket || this.closed) return
    this.detach()
    this.options.logger.warn({ reason }, 'Solana subscription connection lost')
    this.options.onState?.({ connected: false, detail: reason })
    if (this.subscriptions.size === 0) return
    this.endpoint++
    const delay = Math.min(FIRST_DELAY_MS * 2 ** this.failures, LONGEST_DELAY_MS)
    this.failures++
    this.retry = setTimeout(() => {
      this.retry = null
      this.connect()
    }, delay)
  }

  private detach(): void {
    if (this.watchdog) clearInterval(this.watchdog)
    this.watchdog = null
    this.active.clear()
    this.asked.clear()
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.removeAllListeners()
    // Ending a handshake reports an error once more.
    socket.on('error', () => {})
    socket.terminate()
  }
}

type Message =
  | { kind: 'notification'; subscription: number; result: unknown }
  | { kind: 'confirmation'; id: number; result: number }
  | { kind: 'refusal'; id: number; text: string }

const parseMessage = (text: string): Message | null => {
  const message = parseJson(text)
  if (typeof message !== 'object' || message === null) return null
  const { id, result, error, params } = message as Record<string, unknown>
  if (typeof params === 'object' && params !== null && 'subscription' in params) {
    const { subscription, result: payload } = params as Record<string, unknown>
    return { kind: 'notification', subscription: Number(subscription), result: payload }
  }
  if (typeof id !== 'number') return null
  if (error !== undefined) return { kind: 'refusal', id, text: JSON.stringify(error) }
  return { kind: 'confirmation', id, result: Number(result) }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
