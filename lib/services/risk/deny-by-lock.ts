import type { Executor } from '@/lib/db/client'
import { lockOnEntry } from '@/lib/db/lock-repository'
import type { Denial } from '@/lib/domain/risk/limits'
import { lockDenial } from '@/lib/domain/risk/lock-denial'

/** The denial of an entry that a lock keeps out: of the token, of its deployer, or of everything. */
export const denyByLock = async (
  tx: Executor,
  entry: { userId: number; mint: string; now: Date },
): Promise<Denial | null> => {
  const lock = await lockOnEntry(tx, entry)
  return lock && lockDenial(lock, entry.now)
}
