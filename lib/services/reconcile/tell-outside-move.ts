import type { ExecutionDeps } from '../execution/execution-deps'
import { publishOrder } from '../execution/publish-order'
import type { ShrunkPosition } from './shrink-position'

type Deps = Pick<ExecutionDeps, 'db' | 'live' | 'readMarket' | 'now' | 'newId' | 'onPositionChanged'>

/** Shows the owner what left, and that the rest is still guarded. */
export const tellOutsideMove = (deps: Deps, shrunk: ShrunkPosition): void => {
  const { positionId, orderId, userId, amountRaw, words } = shrunk
  const after =
    amountRaw === 0n
      ? 'The position is closed as EXTERNAL.'
      : 'The rest is still guarded by its stop and target, and a sell sells only what is left.'
  deps.live.publish({
    userId,
    name: 'alert',
    data: {
      id: deps.newId(),
      level: 'warn',
      title: 'Tokens moved outside JARVIS',
      detail: `${words} ${after}`,
      at: deps.now().toISOString(),
      positionId,
      orderId,
    },
  })
  deps.onPositionChanged(positionId, userId)
  // Fire and forget: what it shows is already in the database.
  publishOrder(deps, orderId).catch(() => {})
}
