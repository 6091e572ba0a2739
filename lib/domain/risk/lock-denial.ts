import type { Denial } from './limits'
import type { ProtectionKind } from './protections/protection-kinds'
import { durationWords } from './utc-day'

/** Why a lock keeps an entry out, until when, and what still works. */
export const lockDenial = (
  lock: { id: string; kind: ProtectionKind; reason: string; until: Date | null },
  now: Date,
): Denial => {
  const end = lock.until
    ? `Entries resume in ${durationWords(lock.until.getTime() - now.getTime())}, or when you remove the lock on the Risk page.`
    : 'Entries resume by themselves once that is over.'
  return {
    code: 'risk.locked',
    detail: `Stopped entering; exits continue. ${lock.reason} ${end}`,
    extra: {
      lockId: lock.id,
      kind: lock.kind,
      ...(lock.until && { until: lock.until.toISOString() }),
    },
  }
}
