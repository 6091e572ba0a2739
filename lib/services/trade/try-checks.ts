import type { BuyInput } from '@/lib/contracts/trade'
import { decimal } from '@/lib/domain/money/decimal'
import { toRawFloor, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { Denial } from '@/lib/domain/risk/limits'
import type { SafetyCheck } from '@/lib/domain/tokens/safety'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { isAppError } from '@/lib/errors'
import type { Context } from '../context'
import { tryEntry, type WeighedEntry } from '../risk/check-entry'
import { surveyEntry } from '../risk/survey-entry'
import { payingWallet } from './paying-wallet'
import type { PlaceBuyOrderDeps } from './place-buy-order'

/** What the checks of an entry say at the moment, without reserving anything; `safety` is null where it was not asked. */
export const tryChecks = async (
  deps: PlaceBuyOrderDeps,
  ctx: Context,
  mint: string,
  input: BuyInput,
  /** In how many it would be bought; 0: at once. */
  slices: Promise<number>,
): Promise<{ denial: Denial | null; safety: SafetyCheck[] | null; weighed: WeighedEntry }> => {
  const wallet = await payingWallet(deps.db, ctx.userId, input)
  const now = ctx.now()
  const amountUsd = decimal(input.amountUsd)
  const survey = await surveyEntry(deps, { userId: ctx.userId, wallet: wallet.address, mint, now })
  const inSlices = await slices
  const { denial: broken, ...weighed } = await deps.db.transaction((tx) =>
    tryEntry(tx, deps, {
      userId: ctx.userId,
      walletId: wallet.id,
      mint,
      amountUsd,
      inputRaw: toRawFloor(amountUsd, USDC_DECIMALS),
      slices: inSlices,
      addsTo: null,
      now,
      survey,
    }),
  )
  if (broken) return { denial: broken, safety: null, weighed }
  const payableRaw = survey.balances.tokens.get(USDC_MINT) ?? 0n
  const entry = { mint, amountUsd, acknowledge: input.acknowledge, wallet: wallet.address, payableRaw }
  try {
    const { denial, checks } = await deps.assessSafety(entry)
    return { denial, safety: checks, weighed }
  } catch (error) {
    if (!isAppError(error) || error.code !== 'venue.unavailable') throw error
    return { denial: { code: error.code, detail: error.message }, safety: null, weighed }
  }
}
