import type { PreviewInput, PreviewView } from '@/lib/contracts/preview'
import type { TokenCard } from '@/lib/contracts/tokens'
import type { BuyInput, SellInput } from '@/lib/contracts/trade'
import { tradingPreferences } from '@/lib/db/preferences-repository'
import { tradingWallet } from '@/lib/db/wallet-repository'
import { type Decimal, decimal, decimalString, roundedString } from '@/lib/domain/money/decimal'
import { toRawFloor, USDC_DECIMALS } from '@/lib/domain/money/units'
import { tellEntry } from '@/lib/domain/orders/entry-summary'
import type { Denial } from '@/lib/domain/risk/limits'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { getPosition } from '../positions/get-position'
import { checkEntry } from '../risk/check-entry'
import { surveyEntry } from '../risk/survey-entry'
import { limitTerms } from './limit-terms'
import type { PlaceBuyOrderDeps } from './place-buy-order'

export type PreviewTradeDeps = PlaceBuyOrderDeps & {
  getTokenCard: (ctx: Context, input: { mint: string; amountUsd?: string }) => Promise<TokenCard>
}

const places = (value: Decimal | null): string | null => value && decimalString(value.toSignificantDigits(12))

/** What a buy or a sell would do, in plain words with its costs and what would be denied. Nothing is stored. */
export const previewTrade = (
  deps: PreviewTradeDeps,
  ctx: Context,
  input: PreviewInput,
): Promise<PreviewView> =>
  'positionId' in input ? previewSell(deps, ctx, input) : previewBuy(deps, ctx, input)

const previewBuy = async (deps: PreviewTradeDeps, ctx: Context, input: BuyInput): Promise<PreviewView> => {
  const { mint } = await deps.resolveToken(input.token)
  if (mint === USDC_MINT)
    throw new AppError('validation', 'token: USDC is what you pay with. Name the token you want to buy.')
  const terms = limitTerms(input, ctx.now())
  const [card, preferred, denial] = await Promise.all([
    deps.getTokenCard(ctx, { mint, amountUsd: input.amountUsd }),
    tradingPreferences(deps.db, ctx.userId),
    denialOf(deps, ctx, mint, input),
  ])
  const told = tellEntry({
    symbol: card.symbol,
    amountUsd: decimal(input.amountUsd),
    priceUsd: card.priceUsd === null ? null : decimal(card.priceUsd),
    limitPriceUsd: terms.limitPriceUsd === null ? null : decimal(terms.limitPriceUsd),
    takeProfitPct: input.takeProfitPct ?? preferred.takeProfitPct,
    stopLossPct: input.stopLossPct ?? preferred.stopLossPct,
    cost: card.roundTrip,
  })
  return {
    side: 'BUY',
    token: { mint, symbol: card.symbol, decimals: card.decimals },
    summary: told.summary,
    aboutTokens: places(told.aboutTokens),
    aboutUsd: input.amountUsd,
    takeProfitPriceUsd: places(told.takeProfitPriceUsd),
    stopLossPriceUsd: places(told.stopLossPriceUsd),
    lossAtStopUsd: told.lossAtStopUsd && roundedString(told.lossAtStopUsd, 6),
    cost: card.roundTrip,
    warnings: told.warnings,
    denial,
  }
}

/** What the checks of an entry say at the moment, without reserving anything. */
const denialOf = async (
  deps: PreviewTradeDeps,
  ctx: Context,
  mint: string,
  input: BuyInput,
): Promise<Denial | null> => {
  const wallet = await tradingWallet(deps.db, ctx.userId)
  if (!wallet) throw new AppError('forbidden', 'This account has no trading wallet yet.')
  const now = ctx.now()
  const amountUsd = decimal(input.amountUsd)
  const survey = await surveyEntry(deps, { userId: ctx.userId, wallet: wallet.address, mint, now })
  const broken = await deps.db.transaction((tx) =>
    checkEntry(tx, deps, {
      userId: ctx.userId,
      walletId: wallet.id,
      mint,
      amountUsd,
      inputRaw: toRawFloor(amountUsd, USDC_DECIMALS),
      addsTo: null,
      now,
      survey,
    }),
  )
  if (broken) return broken
  const payableRaw = survey.balances.tokens.get(USDC_MINT) ?? 0n
  const { acknowledge } = input
  return (await deps.assessSafety({ mint, amountUsd, acknowledge, wallet: wallet.address, payableRaw }))
    .denial
}

const previewSell = async (deps: PreviewTradeDeps, ctx: Context, input: SellInput): Promise<PreviewView> => {
  const position = await getPosition(deps, ctx, input.positionId)
  const share = decimal(input.percent).div(100)
  const tokens = decimal(position.amount).mul(share)
  const brings = position.exitValueUsd === null ? null : decimal(position.exitValueUsd).mul(share)
  const all = decimal(input.percent).gte(100)
  const much = brings ? `for about $${brings.toFixed(2)} after fee and impact` : 'at whatever the pool pays'
  return {
    side: 'SELL',
    token: position.token,
    summary: `Sell ${all ? 'all' : `${input.percent} %`} of your ${position.token.symbol} ${much}. ${all ? 'The position is closed.' : 'The rest stays guarded by its plan.'}`,
    aboutTokens: places(tokens),
    aboutUsd: brings && roundedString(brings, 6),
    takeProfitPriceUsd: null,
    stopLossPriceUsd: null,
    lossAtStopUsd: null,
    cost: null,
    warnings: brings
      ? []
      : [{ code: 'unpriced', text: 'No fresh price: a live quote is asked for when it is sold.' }],
    denial: null,
  }
}
