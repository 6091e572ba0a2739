import type { LiveEventReader } from '@/lib/queue/live-event-reader'

const orderIdOf = (data: unknown): string | undefined =>
  (data as { order?: { id?: string } } | null)?.order?.id

/** Who waits for which order, on one listener: a hundred waiting requests cost no hundred parses. */
export const createOrderChanges = (events: Pick<LiveEventReader, 'onAny'>) => {
  const waiting = new Map<string, Set<() => void>>()
  events.onAny((event) => {
    const id = event.name === 'order' ? orderIdOf(event.data) : undefined
    for (const callback of [...((id && waiting.get(id)) || [])]) callback()
  })
  return (orderId: string, callback: () => void): (() => void) => {
    const callbacks = waiting.get(orderId) ?? new Set()
    callbacks.add(callback)
    waiting.set(orderId, callbacks)
    return () => {
      callbacks.delete(callback)
      if (callbacks.size === 0 && waiting.get(orderId) === callbacks) waiting.delete(orderId)
    }
  }
}
