import { insertAlert, insertAlertForAll } from '@/lib/db/alert-repository'
import type { Executor } from '@/lib/db/client'
import type { StreamEventData } from '@/lib/contracts/stream-events'
import type { LivePublisher } from '../live-publisher'

export type RaiseAlertDeps = { db: Executor; live: LivePublisher; now: () => Date; newId: () => string }

export type AlertToRaise = {
  userId: number
  level: 'info' | 'warn' | 'crit'
  title: string
  detail: string
  /** The same words for the same cause: it is raised once, whoever finds it and however often. */
  occasion: string
  positionId: string | null
  orderId?: string | null
}

/** `userId` null: of everybody. */
export type StoredAlert = { userId: number | null; name: 'alert'; data: StreamEventData<'alert'> }

/**
 * Stores a warning in the transaction of what it warns of; what it answers is published once that is
 * committed. Null when it was raised before.
 */
export const storeAlert = async (
  tx: Executor,
  { now, newId }: Pick<RaiseAlertDeps, 'now' | 'newId'>,
  { orderId = null, ...alert }: AlertToRaise,
): Promise<StoredAlert | null> => {
  const id = newId()
  const createdAt = now()
  if (!(await insertAlert(tx, { id, createdAt, ...alert }))) return null
  const { userId, level, title, detail, positionId } = alert
  return {
    userId,
    name: 'alert',
    data: { id, level, title, detail, at: createdAt.toISOString(), positionId, orderId },
  }
}

/** The same for every user; told to all of them with one event. */
export const storeAlertForAll = async (
  tx: Executor,
  { now, newId }: Pick<RaiseAlertDeps, 'now' | 'newId'>,
  alert: Pick<AlertToRaise, 'level' | 'title' | 'detail' | 'occasion'>,
): Promise<StoredAlert> => {
  const createdAt = now()
  await insertAlertForAll(tx, { createdAt, ...alert })
  const { level, title, detail } = alert
  return {
    userId: null,
    name: 'alert',
    data: {
      ...{ id: newId(), level, title, detail, at: createdAt.toISOString() },
      ...{ positionId: null, orderId: null },
    },
  }
}

/** Stores a warning and tells it on the live stream. False when it was raised before. */
export const raiseAlert = async (deps: RaiseAlertDeps, alert: AlertToRaise): Promise<boolean> => {
  const stored = await storeAlert(deps.db, deps, alert)
  if (stored) deps.live.publish(stored)
  return stored !== null
}
