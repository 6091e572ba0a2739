import type { AlertToRaise, StoredAlert } from '../alerts/raise-alert'
import type { ExecutionDeps } from '../execution/execution-deps'
import { publishOrder } from '../execution/publish-order'
import type { ShrunkPosition } from './shrink-position'

type Deps = Pick<ExecutionDeps, 'db' | 'live' | 'readMarket' | 'onPositionChanged'>

/** A position that shrank, with what its owner is told of it. */
export type ToldMove = ShrunkPosition & { alert: StoredAlert | null }

/** What left, and that the rest is still guarded. */
export const outsideAlert = ({
  positionId,
  orderId,
  userId,
  amountRaw,
  words,
}: ShrunkPosition): AlertToRaise => {
  const after =
    amountRaw === 0n
      ? 'The position is closed as EXTERNAL.'
      : 'The rest is still guarded by its stop and target, and a sell sells only what is left.'
  return {
    ...{ userId, positionId, orderId, level: 'warn' },
    title: 'Tokens moved outside JARVIS',
    detail: `${words} ${after}`,
    occasion: `outside ${orderId}`,
  }
}

/** Shows the owner what was booked. */
export const tellOutsideMove = (deps: Deps, { alert, positionId, userId, orderId }: ToldMove): void => {
  if (alert) deps.live.publish(alert)
  deps.onPositionChanged(positionId, userId)
  // Fire and forget: what it shows is already in the database.
  publishOrder(deps, orderId).catch(() => {})
}
