import { recordAudit } from '@/lib/db/audit'
import { leftToFlatten, type LeftToFlatten, sellablePositions } from '@/lib/db/flatten-repository'
import { lockScope, type StoredScope, writeScope } from '@/lib/db/trading-state-repository'
import { standingAt } from '@/lib/domain/trading-state/trading-state'
import { errorMessage } from '@/lib/errors'
import { storeAlert, storeAlertForAll } from '../alerts/raise-alert'
import { triggerExit, type TriggerExitDeps } from '../exits/trigger-exit'
import type { LivePublisher } from '../live-publisher'
import { publishTradingState } from './publish-trading-state'

export type FlattenDeps = TriggerExitDeps & {
  live: LivePublisher
  logger: { error(fields: object, message: string): void }
}

/** Transactions of the kill switch at a time; the sells it began need the database too. */
const AT_ONCE = 8

/**
 * One step of the kill switch: begins the exit of every position of the scope that has none, and ends in
 * EXITS_ONLY once nothing is left that could be sold and no entry can fill any more. It reads all it needs
 * from the database, so any worker may take any step, also after a crash.
 */
export const flatten = async (
  deps: FlattenDeps,
  scope: StoredScope,
  isFrozen: (userId: number) => boolean,
): Promise<void> => {
  const why = [scope.by, scope.reason].filter(Boolean).join(': ')
  const sellable = (await sellablePositions(deps.db, scope.userId)).filter(({ userId }) => !isFrozen(userId))
  const because = `Kill switch${why ? ` (${why})` : ''}: everything is sold.`
  for (let at = 0; at < sellable.length; at += AT_ONCE)
    await Promise.all(
      sellable.slice(at, at + AT_ONCE).map(({ id, userId }) =>
        triggerExit(deps, { positionId: id, userId, reason: 'KILL_SWITCH', because }).catch(
          (error: unknown) =>
            // One that fails must not keep the others; the next step begins it again.
            deps.logger.error({ positionId: id, error: errorMessage(error) }, 'exit not begun'),
        ),
      ),
    )
  await finish(deps, scope)
}

const finish = async (deps: FlattenDeps, { userId }: StoredScope): Promise<void> => {
  const now = deps.now()
  const told = await deps.db.transaction(async (tx) => {
    const before = await lockScope(tx, userId, now)
    if (standingAt(before, now).state !== 'FLATTENING') return null
    const left = await leftToFlatten(tx, userId)
    if (left.working > 0) return null
    const reason = outcome(left)
    await writeScope(tx, userId, {
      state: 'EXITS_ONLY',
      reason,
      by: 'JARVIS, after the kill switch',
      since: now,
      until: null,
      previous: null,
    })
    await recordAudit(tx, {
      userId,
      actor: { kind: 'system', id: 'trading-state' },
      action: 'trading-state.flattened',
      subject: userId === null ? 'global' : String(userId),
      details: { from: 'FLATTENING', to: 'EXITS_ONLY', trapped: left.trapped, unsigned: left.unsigned },
    })
    const alert = {
      level: left.trapped.length + left.unsigned.length === 0 ? ('info' as const) : ('crit' as const),
      title: 'The kill switch has finished',
      detail: `${reason} New entries stay off until you set the state to RUNNING.`,
      occasion: `flattened ${userId ?? 'global'} ${before.since.toISOString()}`,
    }
    const stored =
      userId === null
        ? await storeAlertForAll(tx, deps, alert)
        : await storeAlert(tx, deps, { ...alert, userId, positionId: null })
    return { alert: stored }
  })
  if (!told) return
  await publishTradingState(deps, userId, now)
  if (told.alert) deps.live.publish(told.alert)
}

const outcome = ({ trapped, unsigned }: LeftToFlatten): string => {
  const parts = [
    trapped.length > 0 ? `Cannot be sold at the moment, and still held: ${trapped.join(', ')}.` : '',
    unsigned.length > 0 ? `Waiting for your own signature: ${unsigned.join(', ')}.` : '',
  ].filter(Boolean)
  return parts.length === 0 ? 'Everything is sold.' : `Everything else is sold. ${parts.join(' ')}`
}
