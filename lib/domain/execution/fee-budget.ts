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
 * hour; null: now. The wallet's budget is hard for entries. A sell must get out whatever others have burnt, so
 * each budget only slows it down, and beyond the wallet's it pays the least fee there is.
 */
export const sendableAt = (
  failed: readonly FailedLanding[],
  order: { id: string; side: 'BUY' | 'SELL' },
  now: Date,
  budget: FeeBudget = DEFAULT_FEE_BUDGET,
): Date | null => {
  const recent = failed
    .filter(({ at }) => now.getTime() - at.getTime() < HOUR_MS)
    .sort((one, other) => one.at.getTime() - other.at.getTime())
  const spent = recent.reduce((sum, { feeLamports }) => sum + feeLamports, 0n)
  const slow = order.side === 'SELL' && isBudgetSpent(spent, budget)
  const times = [
    order.side === 'BUY' ? walletFreeAt(recent, spent, budget) : null,
    orderFreeAt(recent, order.id, slow ? 1 : budget.failuresPerOrder),
  ].filter((time): time is number => time !== null && time > now.getTime())
  return times.length === 0 ? null : new Date(Math.max(...times))
}

/** `lamports`: what a wallet has lost to landed failures within the last hour. */
export const isBudgetSpent = (lamports: bigint, budget: FeeBudget = DEFAULT_FEE_BUDGET): boolean =>
  lamports >= budget.lamportsPerHour

const walletFreeAt = (recent: readonly FailedLanding[], spent: bigint, budget: FeeBudget): number | null => {
  if (!isBudgetSpent(spent, budget)) return null
  let left = spent
  for (const { feeLamports, at } of recent) {
    left -= feeLamports
    if (!isBudgetSpent(left, budget)) return at.getTime() + HOUR_MS
  }
  return null
}

const orderFreeAt = (recent: readonly FailedLanding[], orderId: string, failures: number): number | null => {
  const own = recent.filter((landing) => landing.orderId === orderId)
  const last = own.at(-1)
  return last && own.length >= failures ? last.at.getTime() + SLOW_MS : null
}
