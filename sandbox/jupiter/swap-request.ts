import bs58 from 'bs58'
import { z } from 'zod'
import { HttpError, reply } from '@/sandbox/http/exchange'

const address = z.string().refine((text) => bs58.decodeUnsafe(text)?.length === 32, 'not a public key')
const amount = z.string().regex(/^\d{1,20}$/, 'not a 64-bit number')
const lamports = z.number().int().nonnegative()

const routeStep = z.object({
  swapInfo: z.object({ ammKey: address, inputMint: address, outputMint: address }),
})

const swapRequest = z.object({
  userPublicKey: address,
  quoteResponse: z.object({
    inputMint: address,
    outputMint: address,
    inAmount: amount,
    outAmount: amount,
    slippageBps: z.number().int().min(0).max(10_000),
    swapMode: z.enum(['ExactIn', 'ExactOut']),
    routePlan: z.array(routeStep).min(1),
  }),
  wrapAndUnwrapSol: z.boolean().nullish(),
  asLegacyTransaction: z.boolean().nullish(),
  dynamicComputeUnitLimit: z.boolean().nullish(),
  computeUnitPriceMicroLamports: lamports.nullish(),
  blockhashSlotsToExpiry: z.number().int().min(1).max(300).nullish(),
  prioritizationFeeLamports: z
    .union([
      z.literal('auto'),
      lamports,
      z.strictObject({ jitoTipLamports: lamports }),
      z.strictObject({ jitoTipLamportsWithPayer: z.strictObject({ lamports, payer: address }) }),
      z.strictObject({
        priorityLevelWithMaxLamports: z.strictObject({
          priorityLevel: z.enum(['medium', 'high', 'veryHigh']),
          maxLamports: lamports,
          global: z.boolean().nullish(),
        }),
      }),
    ])
    .nullish(),
  payer: address.nullish(),
  feeAccount: address.nullish(),
  destinationTokenAccount: address.nullish(),
  nativeDestinationAccount: address.nullish(),
})

export type SwapRequestBody = z.output<typeof swapRequest>

/** The body of /swap and /swap-instructions. Throws 422 in the words of Jupiter's JSON reader. */
export function readSwapRequest(body: string): SwapRequestBody {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw unreadable('Failed to parse the request body as JSON')
  }
  const result = swapRequest.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw unreadable(
    `Failed to deserialize the JSON body into the target type: ${issue?.path.join('.')}: ${issue?.message}`,
  )
}

const unreadable = (error: string) => new HttpError(reply(422, { error }))
