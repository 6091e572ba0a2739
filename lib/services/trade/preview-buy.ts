import type { Mode } from '@/lib/contracts/health'
import type { PortfolioView } from '@/lib/contracts/positions'
import type { PreviewView } from '@/lib/contracts/preview'
import type { TokenCard } from '@/lib/contracts/tokens'
import type { BuyInput } from '@/lib/contracts/trade'
import type { Executor } from '@/lib/db/client'
import { tradingPreferences } from '@/lib/db/preferences-repository'
import { slippageFor } from '@/lib/domain/execution/retry-policy'
import { type Decimal, decimal, decimalString, roundedString } from '@/lib/domain/money/decimal'
import { toRawFloor, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { type EntryTold, type Fill, tellEntry } from '@/lib/domain/orders/entry-summary'
import { suggestSize } from '@/lib/domain/sizing/suggest-size'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import type { WeighedEntry } from '../risk/check-entry'
import { chooseSlices } from './choose-slices'
import { entryPlan } from './entry-plan'
import { limitTerms } from './limit-terms'
import { limitsUsed } from './limits-used'
import type { PlaceBuyOrderDeps } from './place-buy-order'
import { tryChecks } from './try-checks'
import { inDollars } from '@/lib/domain/money/in-words'

export type PreviewBuyDeps = PlaceBuyOrderDeps & {
  mode: Mode
  getTokenCard: (ctx: Context, input: { mint: string; amountUsd?: string }) => Promise<TokenCard>
  getPortfolio: (ctx: Context) => Promise<PortfolioView>
}

type Repeat = { everyMinutes: number; count: number } | null

const places = (value: Decimal | null): string | null => value && decimalString(value.toSignificantDigits(12))
const fillView = (fill: Fill | null, amountUsd: string): PreviewView['expected'] =>
  fill && { tokens: places(fill.tokens)!, usd: amountUsd, priceUsd: places(fill.priceUsd)! }

export const previewBuy = async (
  deps: PreviewBuyDeps,
  ctx: Context,
  input: BuyInput,
  repeat: Repeat,
): Promise<PreviewView> => {
  const preferred = await tradingPreferences(deps.db, ctx.userId)
  const plan = entryPlan(input, preferred)
  const terms = limitTerms(input, ctx.now())
  const { mint } = await deps.resolveToken(input.token)
  if (mint === USDC_MINT)
    throw new AppError('validation', 'token: USDC is what you pay with. Name the token you want to buy.')
  const looked = deps.getTokenCard(ctx, { mint, amountUsd: input.amountUsd })
  const cutting = looked.then(
    ({ liquidityUsd }) =>
      (tx: Executor, freeLamports: () => Promise<bigint>) =>
        chooseSlices(tx, {
          freeLamports,
          ...{ side: 'BUY' as const, input, mint, liquidityUsd },
          amountUsd: decimal(input.amountUsd),
          inputRaw: toRawFloor(decimal(input.amountUsd), USDC_DECIMALS),
          inOnePiece: repeat !== null || terms.type === 'LIMIT' || input.wallet !== undefined,
          now: ctx.now(),
          random: deps.random,
        }),
  )
  // Whoever waits for it hears of its failure by the one it comes from.
  cutting.catch(() => {})
  const [card, portfolio, checked] = await Promise.all([
    looked,
    deps.getPortfolio(ctx).catch(() => null),
    tryChecks(deps, ctx, mint, input, cutting),
  ])
  const asked = input.slippageBps ?? preferred.slippageBps
  const slippageBps = slippageFor({ side: 'BUY', reason: 'MANUAL', slippageBps: asked, slippageFailures: 0 })
  const told = tellEntry({
    symbol: card.symbol,
    amountUsd: decimal(input.amountUsd),
    priceUsd: card.priceUsd === null ? null : decimal(card.priceUsd),
    limitPriceUsd: terms.limitPriceUsd === null ? null : decimal(terms.limitPriceUsd),
    repeat,
    plan,
    slippageBps,
    cost: card.roundTrip,
  })
  return {
    ...toldView(told, input.amountUsd),
    side: 'BUY',
    mode: deps.mode,
    token: { mint, symbol: card.symbol, decimals: card.decimals },
    slippageBps,
    resultUsd: null,
    cost: card.roundTrip,
    execution: checked.slicing.words,
    limits: limitsUsed(checked.weighed, told.lossAtStopUsd),
    suggestion: portfolio && suggestionOf(card, portfolio, plan.stopLossPct),
    safety: checked.safety ?? card.safety,
    warnings: [...told.warnings, ...moneyWarnings(checked.weighed, repeat)],
    denial: checked.denial,
  }
}

const toldView = (told: EntryTold, amountUsd: string) => ({
  summary: told.summary,
  exits: told.exits,
  aboutTokens: places(told.expected && told.expected.tokens),
  aboutUsd: amountUsd,
  expected: fillView(told.expected, amountUsd),
  worst: fillView(told.worst, amountUsd),
  takeProfitPriceUsd: places(told.takeProfitPriceUsd),
  stopLossPriceUsd: places(told.stopLossPriceUsd),
  lossAtStopUsd: told.lossAtStopUsd && roundedString(told.lossAtStopUsd, 6),
})

const suggestionOf = (
  { tokenClass }: TokenCard,
  portfolio: PortfolioView,
  stopLossPct: string,
): PreviewView['suggestion'] => ({
  amountUsd: decimalString(
    suggestSize({
      capitalUsd: decimal(portfolio.equityUsd),
      riskPct: decimal(portfolio.riskPerTradePct),
      stopLossPct: decimal(stopLossPct),
      maxPositionUsd: decimal(portfolio.maxPositionUsd),
      tokenClass,
    }),
  ),
  riskPct: portfolio.riskPerTradePct,
  stopLossPct,
})

/** Nothing is set aside for purchases to come. */
const moneyWarnings = ({ facts, limits }: WeighedEntry, repeat: Repeat): PreviewView['warnings'] => {
  if (!repeat) return []
  const total = facts.amountUsd.mul(repeat.count)
  const limit = limits.maxPositionUsd
  const free = toUi(facts.freeUsdcRaw > 0n ? facts.freeUsdcRaw : 0n, USDC_DECIMALS)
  const warnings: PreviewView['warnings'] = []
  if (total.gt(free))
    warnings.push({
      code: 'cash_for_all',
      text: `All purchases together take ${inDollars(total)} and ${inDollars(free)} is free now. One that finds too little is left out.`,
    })
  if (total.gt(limit))
    warnings.push({
      code: 'limit_for_all',
      text: `They build one position of ${inDollars(total)}, and your limit is ${inDollars(limit)}: purchases beyond it are denied.`,
    })
  return warnings
}
