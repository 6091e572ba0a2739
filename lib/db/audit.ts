import { auditLog } from '@/drizzle/schema'
import type { Executor } from './client'

export type AuditEntry = {
  userId: number | null
  actor: { kind: string; id?: string; ip?: string }
  /** verb.noun in the past tense of the domain: `order.accepted`, `position.opened`. */
  action: string
  /** The id of what changed. */
  subject: string
  details: Record<string, unknown>
}

/** Call it with the transaction that makes the change: both are stored or neither. */
export const recordAudit = (tx: Executor, entry: AuditEntry): Promise<void> => recordAudits(tx, [entry])

export const recordAudits = async (tx: Executor, entries: readonly AuditEntry[]): Promise<void> => {
  await tx.insert(auditLog).values(
    entries.map(({ userId, actor: { ip, ...actor }, action, subject, details }) => ({
      userId,
      actor,
      action,
      subject,
      details,
      ipAddress: ip ?? null,
    })),
  )
}
