import type { StreamEventData, StreamEventName } from '@/lib/contracts/stream-events'

/** Tells whoever watches. Fire and forget: what it says is already in the database. */
export type LivePublisher = {
  publish<N extends StreamEventName>(event: {
    userId: number | null
    name: N
    data: StreamEventData<N>
  }): void
}
