import type { PlanInput } from '@/lib/contracts/trade'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import {
  findPosition,
  lockPosition,
  type NewPosition,
  type PositionRow,
  updatePosition,
} from '@/lib/db/position-repository'
import { effectiveStop } from '@/lib/domain/exits/evaluate-exit'
import { faultsOf, stepsTaken } from '@/lib/domain/exits/exit-plan'
import { decimal, type Decimal, decimalString, HUNDRED, ONE } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { isPositionTerminal } from '@/lib/domain/positions/position-status'
import { AppError } from '@/lib/errors'
import { findToken } from '@/lib/db/token-repository'
import type { Context } from '../context'
import type { ReadMarket } from '../market-view'
import { exitValueUsd } from '../positions/position-view'
import { rowLevels, rowState } from './row-plan'

export type ChangePlanDeps = { db: Database; readMarket: ReadMarket }

/**
 * Replaces the exit plan of a held position in one row: the old stop stands until the very moment the new
 * one does. A stop at or above what a sale brings now is refused, because it would sell at once.
 */
export const changePlan = async (
  deps: ChangePlanDeps,
  ctx: Context,
  positionId: string,
  input: PlanInput,
): Promise<void> => {
  const salePrice = await salePriceOf(deps, positionId)
  await deps.db.transaction(async (tx) => {
    const position = await lockPosition(tx, positionId)
    if (position?.userId !== ctx.userId) throw new AppError('not_found', 'There is no position with this id.')
    if (isPositionTerminal(position.status))
      throw new AppError('validation', 'This position is closed; there is nothing left to guard.')
    const change = changeOf(position, input, ctx.now())
    const planned = { ...position, ...change }
    const faults = faultsOf(planned)
    if (faults.length > 0) throw new AppError('validation', faults.join(' '))
    const decimals = (await findToken(tx, position.tokenMint))!.decimals
    const levels = rowLevels(planned, decimals)
    refuseImmediate(salePrice, effectiveStop(levels, rowState(planned)).price, input)
    await updatePosition(tx, position, change)
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'plan.changed',
      subject: position.id,
      details: { change: JSON.parse(JSON.stringify(input)) as Record<string, unknown> },
    })
  })
}

const changeOf = (position: PositionRow, input: PlanInput, now: Date): Partial<NewPosition> & PlanFields => {
  const entry = decimal(position.entryPriceUsd)
  const target = input.takeProfitPriceUsd
    ? profitPct(entry, decimal(input.takeProfitPriceUsd))
    : (input.takeProfitPct ?? position.takeProfitPct)
  const stop = input.stopLossPriceUsd
    ? decimalString(profitPct(entry, decimal(input.stopLossPriceUsd), true))
    : (input.stopLossPct ?? position.stopLossPct)
  if (typeof target !== 'string' && target.lte('0'))
    throw new AppError(
      'validation',
      `takeProfitPriceUsd: must lie above the entry price of ${position.entryPriceUsd}. To sell now, use Sell.`,
    )
  const trailing = pick(input.trailingStopPct, position.trailingStopPct)
  const restarts = trailing === null || position.trailingStopPct === null
  return {
    takeProfitPct: typeof target === 'string' ? target : decimalString(target),
    stopLossPct: stop,
    trailingStopPct: trailing,
    trailingActivationPct:
      trailing === null ? null : pick(input.trailingActivationPct, position.trailingActivationPct),
    breakEvenAtPct: pick(input.breakEvenAtPct, position.breakEvenAtPct),
    breakEvenArmedAt: input.breakEvenAtPct === null ? null : position.breakEvenArmedAt,
    // The highest price stays known while the stop trails; a trailing stop that is new begins anew.
    peakPriceUsd: restarts ? null : position.peakPriceUsd,
    peakAmountRaw: restarts ? null : position.peakAmountRaw,
    ladder: input.ladder ?? position.ladder,
    ladderDone: input.ladder ? stepsTaken(position, input.ladder) : position.ladderDone,
    timeStopAt:
      input.timeStopMinutes === undefined
        ? position.timeStopAt
        : input.timeStopMinutes === null
          ? null
          : new Date(now.getTime() + input.timeStopMinutes * 60_000),
  }
}

type PlanFields = Pick<
  PositionRow,
  | 'takeProfitPct'
  | 'stopLossPct'
  | 'trailingStopPct'
  | 'trailingActivationPct'
  | 'breakEvenAtPct'
  | 'breakEvenArmedAt'
  | 'peakPriceUsd'
  | 'peakAmountRaw'
  | 'ladder'
  | 'ladderDone'
  | 'timeStopAt'
>

const pick = <T>(asked: T | undefined, standing: T): T => (asked === undefined ? standing : asked)

/** Percent from the entry to the price, up; or down, where `below`. */
const profitPct = (entry: Decimal, price: Decimal, below = false): Decimal => {
  const up = price.div(entry).minus(ONE).mul(HUNDRED)
  return (below ? up.neg() : up).toSignificantDigits(30)
}

/** Dollars a token would bring now if everything were sold; null where that is not known. */
const salePriceOf = async (deps: ChangePlanDeps, positionId: string): Promise<Decimal | null> => {
  const position = await findPosition(deps.db, positionId)
  const token = position && (await findToken(deps.db, position.tokenMint))
  if (!token || position.amountRaw === 0n) return null
  const market = (await deps.readMarket([token.mint])).get(token.mint)
  return (
    exitValueUsd(position.amountRaw, token.mint, market)?.div(toUi(position.amountRaw, token.decimals)) ??
    null
  )
}

const refuseImmediate = (salePrice: Decimal | null, stop: Decimal, input: PlanInput): void => {
  const field = input.stopLossPriceUsd ? 'stopLossPriceUsd' : input.stopLossPct ? 'stopLossPct' : null
  if (field && salePrice && stop.gte(salePrice))
    throw new AppError(
      'validation',
      `${field}: a stop at $${stop.toSignificantDigits(6).toFixed()} would sell at once, because a sale brings $${salePrice.toSignificantDigits(6).toFixed()} a token now. Set it lower, or sell.`,
    )
}
