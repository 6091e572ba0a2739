import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type EventSourceLike, LiveConnection, type LiveStatus } from './live-connection'

class FakeSource {
  readyState = 0
  closed = false
  private readonly listeners = new Map<string, (event: Event) => void>()

  addEventListener(name: string, listener: (event: Event) => void): void {
    this.listeners.set(name, listener)
  }

  close(): void {
    this.closed = true
    this.readyState = 2
  }

  emit(name: string, data?: unknown): void {
    this.listeners.get(name)?.({ data: JSON.stringify(data) } as unknown as Event)
  }
}

const price = {
  mint: 'm',
  priceUsd: '1.5',
  at: '2026-11-22T14:00:00.000Z',
  slot: 7,
  source: 'account-stream',
}

describe('the live connection', () => {
  let sources: FakeSource[]
  let statuses: LiveStatus[]
  const onEvent = vi.fn()
  const onGap = vi.fn()

  const start = () => {
    const connection = new LiveConnection(
      '/stream',
      { onEvent, onGap, onStatus: (status) => statuses.push(status) },
      {
        open: () => {
          const source = new FakeSource()
          sources.push(source)
          return source as unknown as EventSourceLike
        },
        now: () => Date.now(),
        setTimer: (run, ms) => setTimeout(run, ms) as unknown as number,
        clearTimer: (id) => clearTimeout(id),
      },
    )
    connection.start()
    return connection
  }
  const state = () => statuses.at(-1)?.state

  beforeEach(() => {
    vi.useFakeTimers()
    sources = []
    statuses = []
    onEvent.mockReset()
    onGap.mockReset()
    return () => vi.useRealTimers()
  })

  it('hands on events that are what the contract says, and drops the rest', () => {
    start()
    sources[0]!.emit('open')
    sources[0]!.emit('price', price)
    sources[0]!.emit('price', { mint: 'm' })
    expect(state()).toBe('live')
    expect(onEvent.mock.calls).toEqual([['price', price]])
    expect(onGap).not.toHaveBeenCalled()
  })

  it('is lost from the first error on, and says since when', () => {
    start()
    sources[0]!.emit('open')
    const lostAt = Date.now()
    sources[0]!.emit('error')
    vi.advanceTimersByTime(3_000)
    sources[0]!.emit('error')
    expect(statuses.at(-1)).toMatchObject({ state: 'lost', lostAt, attempt: 2 })
  })

  it('fetches again once when it returns', () => {
    start()
    sources[0]!.emit('open')
    sources[0]!.emit('error')
    sources[0]!.emit('open')
    expect(state()).toBe('live')
    expect(onGap).toHaveBeenCalledTimes(1)
  })

  it('fetches again when the server says events were missed', () => {
    start()
    sources[0]!.emit('open')
    sources[0]!.emit('reset', { reason: 'x' })
    expect(onGap).toHaveBeenCalledTimes(1)
  })

  it('opens a new source when the browser has given up, later each time', () => {
    start()
    sources[0]!.readyState = 2
    sources[0]!.emit('error')
    vi.advanceTimersByTime(499)
    expect(sources).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(sources).toHaveLength(2)
    sources[1]!.readyState = 2
    sources[1]!.emit('error')
    vi.advanceTimersByTime(999)
    expect(sources).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(sources).toHaveLength(3)
  })

  it('does not trust an open but silent source', () => {
    start()
    sources[0]!.emit('open')
    vi.advanceTimersByTime(34_000)
    sources[0]!.emit('ping', {})
    vi.advanceTimersByTime(34_000)
    expect(sources).toHaveLength(1)
    vi.advanceTimersByTime(1_000)
    expect(sources).toHaveLength(2)
    expect(sources[0]!.closed).toBe(true)
    expect(state()).toBe('lost')
  })

  it('reconnects at once when the page wakes and the stream had gone silent, and fetches again', () => {
    const connection = start()
    connection.wake()
    sources[0]!.emit('open')
    vi.advanceTimersByTime(16_000)
    connection.wake()
    expect(sources).toHaveLength(1)
    // A sleeping phone: the clock went on, no timer ran.
    vi.setSystemTime(Date.now() + 3_600_000)
    connection.wake()
    expect(sources).toHaveLength(2)
    expect(sources[0]!.closed).toBe(true)
    expect(state()).toBe('lost')
    sources[1]!.emit('open')
    expect(state()).toBe('live')
    expect(onGap).toHaveBeenCalledTimes(1)
  })

  it('does not wait for its next try when the page is seen again, and stays stopped', () => {
    const connection = start()
    sources[0]!.emit('open')
    sources[0]!.readyState = 2
    sources[0]!.emit('error')
    connection.wake()
    expect(sources).toHaveLength(2)
    vi.advanceTimersByTime(10_000)
    expect(sources).toHaveLength(2)
    connection.stop()
    connection.wake()
    expect(sources).toHaveLength(2)
  })

  it('stops for good', () => {
    const connection = start()
    connection.stop()
    vi.advanceTimersByTime(120_000)
    expect(sources).toHaveLength(1)
    expect(sources[0]!.closed).toBe(true)
  })
})
