import { insertAlert } from '@/lib/db/alert-repository'
import type { Executor } from '@/lib/db/client'
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

/** Stores a warning and tells it on the live stream. False when it was raised before. */
export const raiseAlert = async (
  deps: RaiseAlertDeps,
  { orderId = null, ...alert }: AlertToRaise,
): Promise<boolean> => {
  const id = deps.newId()
  const createdAt = deps.now()
  if (!(await insertAlert(deps.db, { id, createdAt, ...alert }))) return false
  const { userId, level, title, detail, positionId } = alert
  deps.live.publish({
    userId,
    name: 'alert',
    data: { id, level, title, detail, at: createdAt.toISOString(), positionId, orderId },
  })
  return true
}
