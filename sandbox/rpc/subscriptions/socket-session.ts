import { WebSocket } from 'ws'
import { failure } from '../dispatch'
import { type Config, isRecord } from '../params'
import { invalidParams, invalidRequest, methodNotFound, parseError, RpcError } from '../rpc-error'
import { type Feeds, type Push, SUBSCRIPTIONS } from './subscribe-methods'

const MAX_SUBSCRIPTIONS = 1_000
const METHOD = /^([a-z]+)(Subscribe|Unsubscribe)$/

/** One client's WebSocket: its subscriptions live and end with it. */
export class SocketSession {
  private readonly stops = new Map<number, () => void>()
  private nextId = 1

  constructor(
    private readonly socket: WebSocket,
    private readonly feeds: Feeds,
  ) {
    socket.on('message', (raw) => this.received(String(raw)))
    socket.on('close', () => this.end())
    socket.on('error', () => socket.terminate())
  }

  end(): void {
    for (const stop of this.stops.values()) stop()
    this.stops.clear()
  }

  private received(text: string): void {
    let request: unknown
    try {
      request = JSON.parse(text)
    } catch {
      return this.send(failure(null, parseError()))
    }
    if (!isRecord(request) || typeof request.method !== 'string') {
      return this.send(failure(null, invalidRequest()))
    }
    // A notification, such as the `ping` web3.js sends to keep the connection open.
    if (request.id === undefined) return
    try {
      this.run(request.method, request)
    } catch (error) {
      this.send(failure(request.id, error))
    }
  }

  private run(method: string, { id, params }: Config): void {
    const [, kind = '', action] = METHOD.exec(method) ?? []
    const subscribe = Object.hasOwn(SUBSCRIPTIONS, kind) ? SUBSCRIPTIONS[kind] : undefined
    if (!subscribe) throw methodNotFound()
    const list = params === undefined ? [] : params
    if (!Array.isArray(list)) throw invalidParams('Invalid params: must be a list')
    if (action === 'Unsubscribe') return this.unsubscribe(id, list[0])
    if (this.stops.size >= MAX_SUBSCRIPTIONS) {
      throw new RpcError(-32600, `Too many subscriptions; max ${MAX_SUBSCRIPTIONS}`)
    }
    this.subscribe(id, `${kind}Notification`, (push) => subscribe(list, push, this.feeds))
  }

  private subscribe(requestId: unknown, method: string, start: (push: Push) => () => void): void {
    const subscription = this.nextId++
    // A signature already confirmed is told at once, but never before the client knows its subscription.
    let early: Parameters<Push>[] | null = []
    const push: Push = (result, last) => {
      if (early) return void early.push([result, last])
      this.send({ jsonrpc: '2.0', method, params: { result, subscription } })
      if (last) this.stop(subscription)
    }
    this.stops.set(subscription, start(push))
    this.send({ jsonrpc: '2.0', result: subscription, id: requestId })
    const held = early
    early = null
    for (const notification of held) push(...notification)
  }

  private unsubscribe(requestId: unknown, subscription: unknown): void {
    if (typeof subscription !== 'number' || !this.stop(subscription)) {
      throw invalidParams('Invalid subscription id.')
    }
    this.send({ jsonrpc: '2.0', result: true, id: requestId })
  }

  private stop(subscription: number): boolean {
    this.stops.get(subscription)?.()
    return this.stops.delete(subscription)
  }

  private send(message: unknown): void {
    if (this.socket.readyState !== WebSocket.OPEN || this.feeds.provider.standing('silent')) return
    this.socket.send(JSON.stringify(message))
  }
}
