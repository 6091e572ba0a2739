import type { PreviewInput, PreviewView } from '@/lib/contracts/preview'
import type { Context } from '../context'
import { previewBuy, type PreviewBuyDeps } from './preview-buy'
import { previewSell } from './preview-sell'

/** What a buy, a plan of recurring buys or a sell would do, in plain words with its costs and what would be denied. Nothing is stored. */
export const previewTrade = (
  deps: PreviewBuyDeps,
  ctx: Context,
  input: PreviewInput,
): Promise<PreviewView> => {
  if ('positionId' in input) return previewSell(deps, ctx, input)
  if (!('everyMinutes' in input)) return previewBuy(deps, ctx, input, null)
  const { everyMinutes, count, startAt: _, ...purchase } = input
  return previewBuy(deps, ctx, { ...purchase, algorithm: 'AUTO' }, { everyMinutes, count })
}
