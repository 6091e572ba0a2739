import type { LockView } from '@/lib/contracts/risk'

type Entered = { mint: string; deployer: string | null }

/** The lock that keeps an entry out: of everything, of the token, or of all tokens of its deployer. */
export const standingLock = (
  locks: readonly LockView[],
  { mint, deployer }: Entered,
  nowMs: number,
): LockView | null =>
  locks.find(
    (lock) =>
      (lock.until === null || Date.parse(lock.until) > nowMs) &&
      (lock.scope === 'all' ||
        (lock.scope === 'token' && lock.mint === mint) ||
        (lock.scope === 'deployer' && deployer !== null && lock.deployer === deployer)),
  ) ?? null
