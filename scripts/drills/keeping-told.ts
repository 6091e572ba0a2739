import type { NewLiveEvent } from '@/lib/queue/live-events'
import type { Overrides } from './trading-world'

/** Every event that is told is kept in `told` as well. */
export const keepingTold =
  (told: NewLiveEvent[]): Overrides =>
  (deps) => ({
    ...deps,
    live: {
      publish: (event) => {
        told.push(event)
        deps.live.publish(event)
      },
    },
  })
