import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { extendLock, insertLock, type LockRow, reviveLock } from '@/lib/db/lock-repository'
import { lockUser } from '@/lib/db/wallet-repository'
import type { ProtectionKind } from '@/lib/domain/risk/protections/protection-kinds'
import type { Trigger } from '@/lib/domain/risk/protections/trigger'
import { durationWords } from '@/lib/domain/risk/utc-day'
import type { LivePublisher } from '../live-publisher'

export type SetLockDeps = { db: Database; live: LivePublisher; now: () => Date; newId: () => string }

export type LockToSet = Trigger & {
  kind: ProtectionKind
  /** null: everyone. */
  userId: number | null
  /** Newer evidence lengthens the lock that stands instead of setting another. */
  lengthens?: boolean
  mint?: string
  deployer?: string | null
  /** What it keeps out, in words: `BONK`, `tokens of 7xKq…`; left out for everything. */
  of?: string
}

const system = { kind: 'system' as const, id: 'protections' }

/**
 * Puts a lock in force and tells whom it concerns. The same evidence never locks twice: a restart, a second worker
 * or a lock its owner removed change nothing. Answers whether anything changed.
 */
export const setLock = async (deps: SetLockDeps, lock: LockToSet): Promise<boolean> => {
  const now = deps.now()
  const row = {
    id: deps.newId(),
    userId: lock.userId,
    mint: lock.mint ?? null,
    deployer: lock.deployer ?? null,
    kind: lock.kind,
    reason: lock.reason,
    evidence: lock.evidence,
    until: lock.until,
    createdAt: now,
  }
  const changed = await deps.db.transaction(async (tx): Promise<LockRow | null> => {
    // Two workers that see one event take turns.
    if (lock.userId !== null) await lockUser(tx, lock.userId)
    const extended =
      lock.until && lock.lengthens ? await extendLock(tx, { ...row, until: lock.until }, now) : null
    const set =
      extended ?? (await insertLock(tx, row)) ?? (lock.until === null ? await reviveLock(tx, row) : null)
    if (set)
      await recordAudit(tx, {
        userId: lock.userId,
        actor: system,
        action: extended ? 'lock.extended' : 'lock.set',
        subject: set.id,
        details: {
          kind: set.kind,
          mint: set.mint,
          deployer: set.deployer,
          reason: set.reason,
          until: set.until?.toISOString() ?? null,
        },
      })
    return set
  })
  if (changed) announce(deps, lock, changed, now)
  return changed !== null
}

const announce = (deps: SetLockDeps, lock: LockToSet, row: LockRow, now: Date): void => {
  const end = row.until ? `for ${durationWords(row.until.getTime() - now.getTime())}` : 'until that is over'
  deps.live.publish({
    userId: row.userId,
    name: 'alert',
    data: {
      id: row.id,
      level: 'warn',
      title: `Stopped entering${lock.of ? ` ${lock.of}` : ''}; exits continue`,
      detail: `${row.reason} No new entries ${end}. You can remove the lock on the Risk page.`,
      at: now.toISOString(),
      positionId: null,
      orderId: null,
    },
  })
}
