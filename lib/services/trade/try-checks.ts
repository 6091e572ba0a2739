import type { BuyInput } from '@/lib/contracts/trade'
import type { Executor } from '@/lib/db/client'
import { decimal } from '@/lib/domain/money/decimal'
import { toRawFloor, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { Denial } from '@/lib/domain/risk/limits'
import type { SafetyCheck } from '@/lib/domain/tokens/safety'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { isAppError } from '@/lib/errors'
import type { Context } from '../context'
import { freeForFees, tryEntry, type WeighedEntry } from '../risk/check-entry'
import { surveyEntry } from '../risk/survey-entry'
import type { SlicingPlan } from './choose-slices'
import { payingWallet } from './paying-wallet'
import type { PlaceBuyOrderDeps } from './place-buy-order'

/** What the checks of an entry say at the moment, without reserving anything; `safety` is null where it was not asked. */
export const tryChecks = async (
  deps: PlaceBuyOrderDeps,
  ctx: Context,
  mint: string,
  input: BuyInput,
  /** How it would be bought; told when asked how many lamports are free for the fees of slices. */
  cutting: Promise<(tx: Executor, freeLamports: () => Promise<bigint>) => Promise<SlicingPlan>>,
): Promise<{
  denial: Denial | null
  safety: SafetyCheck[] | null
  weighed: WeighedEntry
  slicing: SlicingPlan
}> => {
  const wallet = await payingWallet(deps.db, ctx.userId, input)
  const now = ctx.now()
  const amountUsd = decimal(input.amountUsd)
  const survey = await surveyEntry(deps, { userId: ctx.userId, wallet: wallet.address, mint, now })
  const cut = await cutting
  const [{ denial: broken, ...weighed }, slicing] = await deps.db.transaction(async (tx) => {
    const plan = await cut(tx, () => freeForFees(tx, { userId: ctx.userId, walletId: wallet.id, survey }))
    const tried = await tryEntry(tx, deps, {
      userId: ctx.userId,
      walletId: wallet.id,
      mint,
      amountUsd,
      inputRaw: toRawFloor(amountUsd, USDC_DECIMALS),
      slices: plan.schedule?.length ?? 0,
      addsTo: null,
      now,
      survey,
    })
    return [tried, plan] as const
  })
  if (broken) return { denial: broken, safety: null, weighed, slicing }
  const payableRaw = survey.balances.tokens.get(USDC_MINT) ?? 0n
  const entry = { mint, amountUsd, acknowledge: input.acknowledge, wallet: wallet.address, payableRaw }
  try {
    const { denial, checks } = await deps.assessSafety(entry)
    return { denial, safety: checks, weighed, slicing }
  } catch (error) {
    if (!isAppError(error) || error.code !== 'venue.unavailable') throw error
    return { denial: { code: error.code, detail: error.message }, safety: null, weighed, slicing }
  }
}
