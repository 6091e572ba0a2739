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
export const recordAudit = async (tx: Executor, entry: AuditEntry): Promise<void> => {
  const { ip, ...actor } = entry.actor
  await tx.insert(auditLog).values({
    userId: entry.userId,
    actor,
    action: entry.action,
    subject: entry.subject,
    details: entry.details,
    ipAddress: ip ?? null,
  })
}
