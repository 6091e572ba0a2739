import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'
import { queryKeys } from '@/app/_api/query-keys'
import type { OrderView } from '@/lib/contracts/orders'
import type { PositionView } from '@/lib/contracts/positions'
import type { PriceEvent } from '@/lib/contracts/stream-events'
import { notices } from './notices'
import { announceEvent } from './announce-event'
import { applyStreamEvent } from './stream-cache'

const position = (id: string, change: Partial<PositionView> = {}) =>
  ({
    id,
    status: 'OPEN',
    token: { mint: 'm', symbol: 'BONK', decimals: 5 },
    pnlUsd: '1',
    proceedsRaw: '0',
    exitReason: null,
    closedAt: null,
    openedAt: '2026-11-22T14:00:00.000Z',
    ...change,
  }) as PositionView
const order = (id: string, steps: number, status: OrderView['status'] = 'WORKING') =>
  ({ id, status, timeline: Array.from({ length: steps }, () => ({})) }) as unknown as OrderView
const price = (slot: number, priceUsd: string, at = '2026-11-22T14:00:00.000Z'): PriceEvent => ({
  mint: 'm',
  priceUsd,
  at,
  slot,
  source: 's',
})

describe('the cache the stream writes', () => {
  let cache: QueryClient
  const open = () => cache.getQueryData<{ positions: PositionView[] }>(queryKeys.openPositions)?.positions
  const closed = () => cache.getQueryData<{ positions: PositionView[] }>(queryKeys.closedPositions)?.positions

  beforeEach(() => {
    cache = new QueryClient()
    notices.set([])
    cache.setQueryData(queryKeys.openPositions, { positions: [position('a')], nextCursor: null })
    cache.setQueryData(queryKeys.closedPositions, { positions: [], nextCursor: null })
    return () => cache.clear()
  })

  it('asks anew what cash is free when an entry begins or ends to wait', () => {
    const stale = () => cache.getQueryState(queryKeys.portfolio)?.isInvalidated
    const waiting = (on: boolean) => ({ ...order('w', on ? 1 : 2), waiting: on })
    cache.setQueryData(queryKeys.orders, { orders: [], nextCursor: null })
    for (const on of [true, false]) {
      cache.setQueryData(queryKeys.portfolio, {})
      expect(stale()).toBe(false)
      applyStreamEvent(cache, 'order', { order: waiting(on) })
      expect(stale()).toBe(true)
    }
    cache.setQueryData(queryKeys.portfolio, {})
    applyStreamEvent(cache, 'order', { order: { ...waiting(false), ...order('w', 3), waiting: false } })
    expect(stale()).toBe(false)
  })

  it('changes a position in place and puts a new one first', () => {
    applyStreamEvent(cache, 'position', { position: position('a', { pnlUsd: '2' }) })
    applyStreamEvent(cache, 'position', { position: position('b') })
    expect(open()?.map(({ id, pnlUsd }) => [id, pnlUsd])).toEqual([
      ['b', '1'],
      ['a', '2'],
    ])
  })

  it('moves a closed position to the closed ones, also when told twice', () => {
    const sold = position('a', { status: 'CLOSED', exitReason: 'TAKE_PROFIT' })
    applyStreamEvent(cache, 'position', { position: sold })
    applyStreamEvent(cache, 'position', { position: sold })
    expect(open()).toEqual([])
    expect(closed()).toHaveLength(1)
  })

  it('does not take an older state of an order for a newer one', () => {
    applyStreamEvent(cache, 'order', { order: order('o', 5, 'FILLED') })
    applyStreamEvent(cache, 'order', { order: order('o', 3) })
    expect(cache.getQueryData<OrderView>(queryKeys.order('o'))?.status).toBe('FILLED')
  })

  it('orders prices by slot, then by time', () => {
    applyStreamEvent(cache, 'price', price(10, '2'))
    applyStreamEvent(cache, 'price', price(9, '1'))
    expect(cache.getQueryData<PriceEvent>(queryKeys.price('m'))?.priceUsd).toBe('2')
    applyStreamEvent(cache, 'price', price(10, '3', '2026-11-22T14:00:01.000Z'))
    expect(cache.getQueryData<PriceEvent>(queryKeys.price('m'))?.priceUsd).toBe('3')
  })

  it('takes a lower slot after a long time: the chain was reset', () => {
    applyStreamEvent(cache, 'price', price(900, '2'))
    applyStreamEvent(cache, 'price', price(5, '7', '2026-11-22T14:01:00.000Z'))
    expect(cache.getQueryData<PriceEvent>(queryKeys.price('m'))?.priceUsd).toBe('7')
  })

  it('says once that a position was sold, with what it made', () => {
    const sold = position('a', {
      status: 'CLOSED',
      exitReason: 'TAKE_PROFIT',
      pnlUsd: '19.8',
      proceedsRaw: '119800000',
      closedAt: '2026-11-22T14:04:00.000Z',
    })
    for (let times = 0; times < 2; times += 1) {
      announceEvent(cache, 'position', { position: sold })
      applyStreamEvent(cache, 'position', { position: sold })
    }
    expect(notices.get()).toEqual([
      {
        id: 'a',
        tone: 'exit',
        title: 'BONK sold at target,',
        pnlUsd: '19.8',
        detail: '$119.80 back in USDC, held 4\u00a0m',
      },
    ])
  })
})
