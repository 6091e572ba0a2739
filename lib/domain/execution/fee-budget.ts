/** A landed transaction that failed: its fee is gone and nothing moved. */
export type FailedLanding = { orderId: string; feeLamports: bigint; at: Date }

export type FeeBudget = {
  /** Landed failures of one order in an hour before it slows down. */
  failuresPerOrder: number
  /** What a wallet may lose to landed failures in an hour. */
  lamportsPerHour: bigint
}

export const DEFAULT_FEE_BUDGET: FeeBudget = { failuresPerOrder: 5, lamportsPerHour: 20_000_000n }

const HOUR_MS = 3_600_000
/** An order over its own budget still tries this often: a stop must not wait an hour for a cent. */
const SLOW_MS = 60_000

/**
 * When the next transaction of an order may be sent, given the landed failures of its wallet in the last
 * hour; null: now. The wallet's budget is hard; the order's only slows it down.
 */
export const sendableAt = (
  failed: readonly FailedLanding[],
  orderId: string,
  now: Date,
  budget: FeeBudget = DEFAULT_FEE_BUDGET,
): Date | null => {
  const recent = failed
    .filter(({ at }) => now.getTime() - at.getTime() < HOUR_MS)
    .sort((one, other) => one.at.getTime() - other.at.getTime())
  const times = [walletFreeAt(recent, budget), orderFreeAt(recent, orderId, budget)].filter(
    (time): time is number => time !== null && time > now.getTime(),
  )
  return times.length === 0 ? null : new Date(Math.max(...times))
}

const walletFreeAt = (recent: readonly FailedLanding[], budget: FeeBudget): number | null => {
  let spent = recent.reduce((sum, { feeLamports }) => sum + feeLamports, 0n)
  if (spent < budget.lamportsPerHour) return null
  for (const { feeLamports, at } of recent) {
    spent -= feeLamports
    if (spent < budget.lamportsPerHour) return at.getTime() + HOUR_MS
  }
  return null
}

const orderFreeAt = (recent: readonly FailedLanding[], orderId: string, budget: FeeBudget): number | null => {
  const own = recent.filter((landing) => landing.orderId === orderId)
  const last = own.at(-1)
  return last && own.length >= budget.failuresPerOrder ? last.at.getTime() + SLOW_MS : null
}
