import { z } from 'zod'
import { dcaInput } from './dca'
import { modes } from './health'
import { order } from './orders'
import { decimalText } from './primitives'
import { roundTripCost, safetyChip, tokenRef } from './tokens'
import { buyInput, sellInput } from './trade'

/** The body of a sell, of a plan of recurring buys or of a buy, as it would be sent. */
export const previewInput = z.union([sellInput, dcaInput, buyInput])
export type PreviewInput = z.infer<typeof previewInput>

/** `tokens` are received by a buy and given by a sell; `usd` the other way round. */
const fill = z.object({ tokens: decimalText, usd: decimalText, priceUsd: decimalText })

/** How much of a limit is used once it is done; `onTheirWay`: what entries and transfers not finished have of it, in the same unit. */
const limitUse = z.object({
  limit: z.enum(['position_size', 'daily_loss', 'open_positions', 'balance']),
  used: decimalText,
  of: decimalText,
  onTheirWay: decimalText,
})

export const preview = z.object({
  side: z.enum(['BUY', 'SELL']),
  mode: z.enum(modes),
  token: tokenRef,
  /** What would happen, in the trader's words. */
  summary: z.string(),
  /** The exit plan it will have, defaults included, a sentence each; empty for sells. */
  exits: z.array(z.string()),
  /** Base units would be too exact: about how many tokens move, and for how much. */
  aboutTokens: decimalText.nullable(),
  aboutUsd: decimalText.nullable(),
  /** At today's price, fee and impact included; null where nobody prices the token. */
  expected: fill.nullable(),
  /** The least the first attempt accepts. A buy takes nothing worse; a sell goes on with less, because it must get out. */
  worst: fill.nullable(),
  slippageBps: z.number().int(),
  /** How it is cut into slices, and why; null where it is done at once. */
  execution: z.string().nullable(),
  takeProfitPriceUsd: decimalText.nullable(),
  stopLossPriceUsd: decimalText.nullable(),
  /** If the stop holds, costs included. A gap in the price can cost more. */
  lossAtStopUsd: decimalText.nullable(),
  /** What the position ends with, all its fees counted; of sells of everything. */
  resultUsd: decimalText.nullable(),
  /** In and out again at once, by kind; null where the pool is not known, and for sells. */
  cost: roundTripCost.nullable(),
  limits: z.array(limitUse),
  /** A size at which this stop costs the share of the account you risk; of buys. */
  suggestion: z.object({ amountUsd: decimalText, riskPct: decimalText, stopLossPct: decimalText }).nullable(),
  /** Of the token, a tried sale included; of buys. */
  safety: z.array(safetyChip),
  warnings: z.array(z.object({ code: z.string(), text: z.string() })),
  /** What the checks say now; they are asked again when it is sent. */
  denial: order.shape.denial,
})
export type PreviewView = z.infer<typeof preview>
export const previewAnswer = z.object({ preview })
