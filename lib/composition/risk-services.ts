import type { RiskLimitsInput } from '@/lib/contracts/risk'
import type { SecondFactorDeps } from '@/lib/services/auth/verify-totp'
import type { Context } from '@/lib/services/context'
import { getRiskLimits } from '@/lib/services/risk/get-risk-limits'
import { getRiskOverview, type RiskOverviewDeps } from '@/lib/services/risk/get-risk-overview'
import { listLocks } from '@/lib/services/risk/list-locks'
import { removeLock } from '@/lib/services/risk/remove-lock'
import { setRiskLimits } from '@/lib/services/risk/set-risk-limits'

/** What a trader asks and decides about risk. */
export const createRiskServices = (deps: Omit<RiskOverviewDeps, 'db'> & SecondFactorDeps) => ({
  getRiskOverview: (ctx: Context) => getRiskOverview(deps, ctx),
  getRiskLimits: (ctx: Context) => getRiskLimits(deps, ctx),
  setRiskLimits: (ctx: Context, input: RiskLimitsInput) => setRiskLimits(deps, ctx, input),
  listLocks: (ctx: Context) => listLocks(deps, ctx),
  removeLock: (ctx: Context, id: string) => removeLock(deps, ctx, id),
})
