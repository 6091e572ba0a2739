import type { HealthAnswer, Mode } from '@/lib/contracts/health'

/** Each resolves to whether it works; a rejection or silence counts as no. */
export type HealthChecks = {
  database: () => Promise<boolean>
  redis: () => Promise<boolean>
  rpc: () => Promise<boolean>
  accountStream: () => Promise<boolean>
  worker: () => Promise<boolean>
  /** Whether the books were compared with the chain since the trading worker started. */
  reconciled: () => Promise<boolean>
}

export type CheckHealthDeps = { mode: Mode; checks: HealthChecks; timeoutMs: number }

const within = async (check: () => Promise<boolean>, timeoutMs: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs)
  })
  try {
    return await Promise.race([check(), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** All checks at once, each with a time limit of its own, so that a hanging dependency delays nothing. */
export const runChecks = async (
  deps: Pick<CheckHealthDeps, 'checks' | 'timeoutMs'>,
): Promise<Record<keyof HealthChecks, boolean>> => {
  const { checks, timeoutMs } = deps
  const [database, redis, rpc, accountStream, worker, reconciled] = await Promise.all([
    within(checks.database, timeoutMs),
    within(checks.redis, timeoutMs),
    within(checks.rpc, timeoutMs),
    within(checks.accountStream, timeoutMs),
    within(checks.worker, timeoutMs),
    within(checks.reconciled, timeoutMs),
  ])
  return { database, redis, rpc, accountStream, worker, reconciled }
}

export const checkHealth = async (deps: CheckHealthDeps): Promise<HealthAnswer> => {
  const { database, redis, rpc, accountStream: geyser } = await runChecks(deps)
  const checks = { database, redis, rpc, geyser }
  const healthy = Object.values(checks).every(Boolean)
  return { status: healthy ? 'healthy' : 'unhealthy', mode: deps.mode, checks }
}
