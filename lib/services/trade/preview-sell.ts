import type { PreviewView } from '@/lib/contracts/preview'
import type { PositionView } from '@/lib/contracts/positions'
import type { SellInput } from '@/lib/contracts/trade'
import { findPosition } from '@/lib/db/position-repository'
import { slippageFor } from '@/lib/domain/execution/retry-policy'
import { type Decimal, decimal, decimalString, ONE, roundedString } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { shareOf } from '@/lib/domain/positions/fills'
import type { Context } from '../context'
import { getPosition } from '../positions/get-position'
import { exitValueUsd } from '../positions/position-view'
import type { PreviewBuyDeps } from './preview-buy'
import { planSlicedSell } from './slice-sell'
import { inDollars } from '@/lib/domain/money/in-words'

const places = (value: Decimal): string => decimalString(value.toSignificantDigits(12))

export const previewSell = async (
  deps: Pick<PreviewBuyDeps, 'db' | 'readMarket' | 'mode' | 'random'>,
  ctx: Context,
  input: SellInput,
): Promise<PreviewView> => {
  const position = await getPosition(deps, ctx, input.positionId)
  const { token } = position
  const market = (await deps.readMarket([token.mint])).get(token.mint)
  const row = (await findPosition(deps.db, position.id))!
  const { words: execution } = await planSlicedSell(deps.db, deps, ctx, input, row, market)
  const sharedRaw = shareOf(BigInt(position.amountRaw), input.percent)
  const tokens = toUi(sharedRaw, token.decimals)
  const brings = exitValueUsd(sharedRaw, token.mint, market)
  const slippageBps = slippageFor({ side: 'SELL', reason: 'MANUAL', slippageBps: null, slippageFailures: 0 })
  const kept = ONE.minus(decimal(String(slippageBps)).div(10_000))
  const fillOf = (usd: Decimal | null) =>
    usd && tokens.gt(0)
      ? { tokens: places(tokens), usd: roundedString(usd, 6), priceUsd: places(usd.div(tokens)) }
      : null
  const all = decimal(input.percent).gte(100)
  return {
    side: 'SELL',
    mode: deps.mode,
    token,
    summary: words(position, input.percent, brings, execution !== null),
    exits: [],
    aboutTokens: places(tokens),
    aboutUsd: brings && roundedString(brings, 6),
    expected: fillOf(brings),
    worst: fillOf(brings && brings.mul(kept)),
    slippageBps,
    takeProfitPriceUsd: null,
    stopLossPriceUsd: null,
    lossAtStopUsd: null,
    resultUsd: all ? position.pnlUsd : null,
    cost: null,
    execution,
    limits: [],
    suggestion: null,
    safety: [],
    warnings: warningsOf(position, brings),
    denial: null,
  }
}

const words = (
  { token, status }: PositionView,
  percent: string,
  brings: Decimal | null,
  inSlices: boolean,
): string => {
  const all = decimal(percent).gte(100)
  const much = brings ? `for about ${inDollars(brings)} after fee and impact` : 'at whatever the pool pays'
  const rest = all ? 'The position is closed.' : 'The rest stays guarded by its plan.'
  const waits = status === 'CLOSING' ? ' A sale of it is at work already.' : ''
  const slowly = inSlices
    ? ' It is sold in slices; what is not sold yet stays guarded, and its stop sells the rest at once.'
    : ''
  return `Sell ${all ? 'all' : `${percent} %`} of your ${token.symbol} ${much}.${slowly} ${rest}${waits}`
}

const warningsOf = (
  { status, trappedReason, exitReadiness }: PositionView,
  brings: Decimal | null,
): PreviewView['warnings'] => {
  if (status === 'TRAPPED')
    return [{ code: 'trapped', text: trappedReason ?? 'It cannot be sold at the moment.' }]
  const unready = exitReadiness.level === 'warning' ? exitReadiness.reasons : []
  return [
    ...(brings
      ? []
      : [{ code: 'unpriced', text: 'No fresh price: a live quote is asked for when it is sold.' }]),
    ...unready.map((text) => ({ code: 'exit_readiness', text })),
  ]
}
