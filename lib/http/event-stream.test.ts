import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventStreamResponse, type EventSink } from './event-stream'
import { createStreamRegistry } from './stream-registry'
import { createLogger } from '@/lib/observability/logger'

const open = (options: { maxQueuedBytes?: number } = {}) => {
  const abort = new AbortController()
  const closed = vi.fn()
  let sink: EventSink | undefined
  const response = eventStreamResponse({
    signal: abort.signal,
    heartbeatMs: 15_000,
    maxQueuedBytes: options.maxQueuedBytes ?? 64_000,
    lastId: () => '9-0',
    open: (given) => {
      sink = given
      return closed
    },
  })
  return { response, abort, closed, sink: sink! }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('event stream', () => {
  it('sends id, name and data, and ends with the sink', async () => {
    const { response, sink, closed } = open()
    sink.send({ id: '5-1', name: 'price', data: { mint: 'a', text: 'two\nlines' } })
    sink.end()
    sink.send({ id: '6-0', name: 'price', data: {} })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    expect(await response.text()).toBe(
      'retry: 1000\n\nid: 5-1\nevent: price\ndata: {"mint":"a","text":"two\\nlines"}\n\n',
    )
    expect(closed).toHaveBeenCalledTimes(1)
  })

  it('shows life every 15 seconds', async () => {
    vi.useFakeTimers()
    const { response, sink } = open()
    await vi.advanceTimersByTimeAsync(30_000)
    sink.end()
    expect((await response.text()).match(/: heartbeat/g)).toHaveLength(2)
  })

  it('cleans up once when the client goes away', async () => {
    const { response, abort, closed } = open()
    abort.abort()
    await response.body?.cancel()
    expect(closed).toHaveBeenCalledTimes(1)
  })

  it('drops a client that does not read', async () => {
    const { response, sink, closed } = open({ maxQueuedBytes: 1_000 })
    for (let i = 0; i < 20; i++) sink.send({ id: `${i}-0`, name: 'price', data: { filler: 'x'.repeat(100) } })
    expect(closed).toHaveBeenCalledTimes(1)
    await expect(response.text()).rejects.toThrow()
  })
})

describe('stream registry', () => {
  const registry = (findRevoked: (claims: readonly { userId: number }[]) => Promise<never[]>) =>
    createStreamRegistry({
      maxPerUser: 2,
      checkEveryMs: 2_000,
      findRevoked: findRevoked as never,
      logger: createLogger({ process: 'web', level: 'silent' }),
    })

  it('refuses one stream too many, and takes it when another has ended', () => {
    const streams = registry(async () => [])
    const claim = { userId: 1, sessionVersion: 1 }
    const leave = streams.add(claim, () => {})
    streams.add(claim, () => {})
    expect(() => streams.add(claim, () => {})).toThrowError(expect.objectContaining({ code: 'rate_limited' }))
    streams.add({ userId: 2, sessionVersion: 1 }, () => {})
    leave()
    expect(() => streams.add(claim, () => {})).not.toThrow()
  })

  it('ends the streams of a revoked session, also after a failed check', async () => {
    vi.useFakeTimers()
    let failures = 1
    const streams = registry(async (claims) => {
      if (failures-- > 0) throw new Error('database away')
      return claims.filter((claim) => claim.userId === 1) as never[]
    })
    const [first, second] = [vi.fn(), vi.fn()]
    streams.add({ userId: 1, sessionVersion: 1 }, first)
    streams.add({ userId: 2, sessionVersion: 1 }, second)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(first).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(first).toHaveBeenCalledTimes(1)
    expect(second).not.toHaveBeenCalled()
    streams.endAll()
    expect(second).toHaveBeenCalledTimes(1)
  })
})
