import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { afterEach, describe, expect, it } from 'vitest'
import { RpcSocket, type RpcSocketOptions } from './rpc-socket'

type Asked = { id: number; method: string; params: unknown[]; socket: WebSocket }
const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

const eventually = async (check: () => boolean): Promise<void> => {
  const deadline = Date.now() + 4_000
  while (!check()) {
    if (Date.now() > deadline) throw new Error('It did not happen')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const serve = async () => {
  const asked: Asked[] = []
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false })
  server.on('connection', (socket) =>
    socket.on('message', (data) => asked.push({ ...(JSON.parse(String(data)) as Asked), socket })),
  )
  await new Promise((resolve) => server.once('listening', resolve))
  closers.push(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  const confirm = ({ id, socket }: Asked, result: number) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, result }))
  const notify = ({ socket }: Asked, subscription: number, result: unknown) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'x', params: { subscription, result } }))
  return { asked, confirm, notify, server, wsUrl: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const open = (wsUrls: string[], more: Partial<RpcSocketOptions> = {}) => {
  const states: string[] = []
  const socket = new RpcSocket({
    endpoints: wsUrls.map((wsUrl, index) => ({ name: `node ${index}`, wsUrl })),
    logger: { warn: () => {} },
    silenceMs: 5_000,
    alive: 'message',
    onState: ({ connected, detail }) => states.push(`${connected ? 'up' : 'down'}: ${detail}`),
    ...more,
  })
  closers.push(() => socket.close())
  return { socket, states }
}

const subscription = (onNotification: (result: unknown) => void = () => {}) => ({
  subscribe: 'slotSubscribe',
  unsubscribe: 'slotUnsubscribe',
  params: [],
  onNotification,
})

describe('subscription socket', () => {
  it('unsubscribes what was given up before the server had confirmed it', async () => {
    const node = await serve()
    const { socket } = open([node.wsUrl])
    const drop = socket.subscribe(subscription())
    await eventually(() => node.asked.length === 1)
    drop()
    node.confirm(node.asked[0]!, 77)
    await eventually(() => node.asked.length === 2)
    expect(node.asked[1]).toMatchObject({ method: 'slotUnsubscribe', params: [77] })
  })

  it('takes up its subscriptions at the next node when one refuses, under new numbers', async () => {
    const [first, second] = [await serve(), await serve()]
    const { socket, states } = open([first.wsUrl, second.wsUrl])
    const got: unknown[] = []
    socket.subscribe(subscription((result) => got.push(result)))
    await eventually(() => first.asked.length === 1)
    first.asked[0]!.socket.send(
      JSON.stringify({ jsonrpc: '2.0', id: first.asked[0]!.id, error: { code: -32601, message: 'no' } }),
    )
    await eventually(() => second.asked.length === 1)
    second.confirm(second.asked[0]!, 5)
    second.notify(second.asked[0]!, 4, 'not ours')
    second.notify(second.asked[0]!, 5, 'ours')
    await eventually(() => got.length > 0)
    expect(got).toEqual(['ours'])
    expect(states).toEqual([expect.stringContaining('down: refused'), 'up: node 1'])
  })

  it.each([
    ['text that is not JSON', 'hello'],
    ['JSON that is no object', '7'],
  ])('gives up a node that sends %s', async (_, text) => {
    const node = await serve()
    const { socket, states } = open([node.wsUrl])
    socket.subscribe(subscription())
    await eventually(() => node.asked.length === 1)
    node.asked[0]!.socket.send(text)
    await eventually(() => node.asked.length === 2)
    expect(states[0]).toContain('not JSON-RPC')
  })

  it('F15 replaces a connection that answers no ping', async () => {
    const node = await serve()
    const { socket, states } = open([node.wsUrl], { alive: 'pong', silenceMs: 200 })
    socket.subscribe(subscription())
    await eventually(() => node.asked.length === 2)
    expect(states[0]).toContain('nothing received')
  })

  it('F15 leaves a node that sends slots but never confirms one of the subscriptions', async () => {
    const [first, second] = [await serve(), await serve()]
    const { socket, states } = open([first.wsUrl, second.wsUrl], { silenceMs: 200 })
    socket.subscribe(subscription())
    socket.subscribe(subscription())
    await eventually(() => first.asked.length === 2)
    first.confirm(first.asked[0]!, 1)
    const slots = setInterval(() => first.notify(first.asked[0]!, 1, 'slot'), 20)
    closers.push(() => clearInterval(slots))
    await eventually(() => second.asked.length === 2)
    expect(states).toEqual(['up: node 0', expect.stringContaining('never confirmed')])
  })

  it('stays closed once closed', async () => {
    const node = await serve()
    const { socket } = open([node.wsUrl])
    socket.subscribe(subscription())
    await eventually(() => node.asked.length === 1)
    socket.close()
    socket.open()
    await eventually(() => node.server.clients.size === 0)
    expect(node.asked).toHaveLength(1)
  })
})
