/**
 * How many second tries a service gets: a bucket of tokens. Each first try adds a part of one, each further try takes
 * one, so a service that fails is not flooded with tries of everybody at once. The rule of gRPC's retry throttling
 * and of Finagle's retry budgets.
 */
export type RetryBudget = { readonly tokens: number }

const MOST = 10
const PER_FIRST_TRY = 0.2

export const FULL_BUDGET: RetryBudget = { tokens: MOST }

export const afterFirstTry = ({ tokens }: RetryBudget): RetryBudget => ({
  tokens: Math.min(MOST, tokens + PER_FIRST_TRY),
})

/** null: used up. */
export const takeRetry = ({ tokens }: RetryBudget): RetryBudget | null =>
  tokens >= 1 ? { tokens: tokens - 1 } : null
