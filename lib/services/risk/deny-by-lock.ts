import type { Executor } from '@/lib/db/client'
import { lockOnEntry } from '@/lib/db/lock-repository'
import { findToken } from '@/lib/db/token-repository'
import type { Denial } from '@/lib/domain/risk/limits'
import { lockDenial } from '@/lib/domain/risk/lock-denial'

/** The denial of an entry that a lock keeps out: of the token, of its deployer, or of everything. */
export const denyByLock = async (
  tx: Executor,
  { userId, mint, now }: { userId: number; mint: string; now: Date },
): Promise<Denial | null> => {
  const deployer = (await findToken(tx, mint))?.deployer ?? null
  const lock = await lockOnEntry(tx, { userId, mint, deployer, now })
  return lock && lockDenial(lock, now)
}
