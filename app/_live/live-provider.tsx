'use client'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { sayPresent } from '@/app/_api/presence-call'
import { queryKeys } from '@/app/_api/query-keys'
import type { PriceEvent, StreamEventData, StreamEventName } from '@/lib/contracts/stream-events'
import { announceEvent } from './announce-event'
import { createStore, type ExternalStore, useStore } from './external-store'
import { LiveConnection, type LiveStatus } from './live-connection'
import { createPriceBatch } from './price-batch'
import { reportPresence } from './report-presence'
import { applyPrice, applyStreamEvent } from './stream-cache'

export type LiveState = LiveStatus & { slot: number | null }

const StatusContext = createContext<ExternalStore<LiveState> | null>(null)

/** A fill changes cash and realised results, which no other event carries. */
const movesCash = (name: StreamEventName, data: unknown): boolean =>
  name === 'order' && /FILLED/.test((data as StreamEventData<'order'>).order.status)

const environment = {
  open: (url: string) => new EventSource(url),
  now: () => Date.now(),
  setTimer: (run: () => void, ms: number) => window.setTimeout(run, ms),
  clearTimer: (id: number) => window.clearTimeout(id),
}

/** One EventSource for the page, written into the query cache. Nothing polls. */
export const LiveProvider = ({ children }: { children: ReactNode }) => {
  const cache = useQueryClient()
  const [status] = useState(() =>
    createStore<LiveState>({ state: 'connecting', lastEventAt: null, lostAt: null, attempt: 0, slot: null }),
  )

  useEffect(() => {
    const batch = createPriceBatch((prices) => {
      for (const price of prices) applyPrice(cache, price)
      const slot = Math.max(status.get().slot ?? 0, ...prices.map((price) => price.slot))
      status.set({ ...status.get(), slot })
    })
    const connection = new LiveConnection(
      '/api/v1/stream',
      {
        onEvent: (name: StreamEventName, data: unknown) => {
          if (name === 'price') return batch.add(data as PriceEvent)
          announceEvent(cache, name, data as StreamEventData<typeof name>)
          applyStreamEvent(cache, name, data as StreamEventData<typeof name>)
          // A lock tells itself by an alert; a fill changes what the limits have left.
          if (name === 'alert' || movesCash(name, data))
            void cache.invalidateQueries({ queryKey: queryKeys.risk })
          if (movesCash(name, data)) {
            void cache.invalidateQueries({ queryKey: queryKeys.portfolio })
            void cache.invalidateQueries({ queryKey: queryKeys.wallets })
          }
        },
        onGap: () => void cache.invalidateQueries(),
        onStatus: (next) => {
          // What was set after the page was drawn and before the stream was there came to nobody.
          if (next.state === 'live' && status.get().state === 'connecting')
            void cache.invalidateQueries({ queryKey: queryKeys.tradingState })
          status.set({ ...next, slot: status.get().slot })
        },
      },
      environment,
    )
    connection.start()
    const onVisibility = () => document.visibilityState === 'visible' && connection.wake()
    document.addEventListener('visibilitychange', onVisibility)
    const goAway = reportPresence(document, sayPresent)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      goAway()
      connection.stop()
      batch.stop()
    }
  }, [cache, status])

  return <StatusContext value={status}>{children}</StatusContext>
}

export const useLiveState = (): LiveState => {
  const store = use(StatusContext)
  if (!store) throw new Error('useLiveState outside LiveProvider')
  return useStore(store)
}
