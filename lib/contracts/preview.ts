import { z } from 'zod'
import { order } from './orders'
import { decimalText } from './primitives'
import { roundTripCost, tokenRef } from './tokens'
import { buyInput, sellInput } from './trade'

/** The body of a buy or of a sell, as it would be sent. */
export const previewInput = z.union([sellInput, buyInput])
export type PreviewInput = z.infer<typeof previewInput>

export const preview = z.object({
  side: z.enum(['BUY', 'SELL']),
  token: tokenRef,
  /** What would happen, in the trader's words. */
  summary: z.string(),
  /** Base units would be too exact: about how many tokens move, and for how much. */
  aboutTokens: decimalText.nullable(),
  aboutUsd: decimalText.nullable(),
  takeProfitPriceUsd: decimalText.nullable(),
  stopLossPriceUsd: decimalText.nullable(),
  /** If the stop holds, costs included. A gap in the price can cost more. */
  lossAtStopUsd: decimalText.nullable(),
  /** In and out again at once; null where the pool is not known, and for sells. */
  cost: roundTripCost.nullable(),
  warnings: z.array(z.object({ code: z.string(), text: z.string() })),
  /** What the checks say now; they are asked again when it is sent. */
  denial: order.shape.denial,
})
export type PreviewView = z.infer<typeof preview>
export const previewAnswer = z.object({ preview })
