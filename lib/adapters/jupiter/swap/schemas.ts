import { z } from 'zod'
import { amountText, base64Bytes, heightValue } from '../schemas'

const routePlan = z.array(
  z.object({ swapInfo: z.object({ ammKey: z.string(), label: z.string().optional() }) }),
)

/** What /swap/v1/quote and /swap/v2/order say alike. */
const quoteFields = {
  inputMint: z.string(),
  outputMint: z.string(),
  inAmount: amountText,
  outAmount: amountText,
  otherAmountThreshold: amountText,
  swapMode: z.literal('ExactIn'),
  slippageBps: z.number().int(),
  routePlan,
}

export const quoteV1 = z.object({ ...quoteFields, priceImpactPct: z.string() })

export const swapV1 = z.object({ swapTransaction: base64Bytes, lastValidBlockHeight: heightValue })

/**
 * /swap/v2/order. `transaction` is null without a taker, and "" with an errorCode when none could be built.
 * priceImpact is in percentage points, negative for a loss; priceImpactPct is deprecated.
 */
export const orderV2 = z.object({
  ...quoteFields,
  requestId: z.string().min(1),
  router: z.string(),
  gasless: z.boolean().optional(),
  signatureFeePayer: z.string().nullish(),
  signatureFeeLamports: z.number().int().nonnegative().optional(),
  prioritizationFeeLamports: z.number().int().nonnegative().optional(),
  priceImpact: z.number().optional(),
  transaction: z.union([z.null(), z.literal(''), base64Bytes]),
  lastValidBlockHeight: heightValue.optional(),
  errorCode: z.number().optional(),
  errorMessage: z.string().optional(),
})

export const executeV2 = z.object({
  status: z.enum(['Success', 'Failed']),
  code: z.number(),
  signature: z.string().optional(),
  slot: heightValue.optional(),
  error: z.string().optional(),
})

export const refusal = z.object({ code: z.number(), error: z.string().optional() })
