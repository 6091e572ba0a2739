import type { PositionView } from '@/lib/contracts/positions'
import type { Executor } from '@/lib/db/client'
import { livePositions } from '@/lib/db/position-repository'
import type { LivePublisher } from '@/lib/services/live-publisher'
import type { ReadMarket } from '@/lib/services/market-view'
import { positionViews } from '@/lib/services/positions/position-view'

export type PublishPositionsDeps = { db: Executor; live: LivePublisher; readMarket: ReadMarket }

/** Tells each owner what their positions are worth now; an unchanged position is not repeated. */
export const createPositionPublisher = (deps: PublishPositionsDeps) => {
  let last = new Map<string, string>()
  return async (): Promise<void> => {
    const rows = await livePositions(deps.db)
    const views = await positionViews(deps, rows)
    const next = new Map<string, string>()
    rows.forEach((row, place) => {
      const view = views[place]!
      const face = faceOf(view)
      next.set(row.id, face)
      if (last.get(row.id) !== face)
        deps.live.publish({ userId: row.userId, name: 'position', data: { position: view } })
    })
    last = next
  }
}

const faceOf = (view: PositionView): string =>
  [
    view.status,
    view.amountRaw,
    view.currentPriceUsd,
    view.exitValueUsd,
    view.exitReadiness.level,
    ...view.exitReadiness.reasons,
  ].join('|')
