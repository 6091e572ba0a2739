// The package ships its TypeScript sources beside the build, and tsx would take those, which lack a dependency.
import { Configuration, SwapApi, type QuoteResponse } from '@jup-ag/api/dist/index.mjs'
import type { z } from 'zod'
import { priceWithin } from '@/lib/domain/execution/priority-fee'
import { decimal, decimalString, HUNDRED } from '@/lib/domain/money/decimal'
import type {
  ExecutionVenue,
  SwapOrder,
  SwapPriority,
  SwapRequest,
  VenueQuote,
} from '@/lib/ports/execution-venue'
import type { JupiterClient, JupiterPriority } from '../client'
import { unusableAnswer } from '../errors'
import { checkQuote } from './check-quote'
import { quoteV1, swapV1 } from './schemas'
import { exactAmount, vendorCall } from './swap-sdk'
import { expiryOf } from './transaction-facts'

/** Jupiter's levels are the 25th, 50th and 75th percentile of recent fees: medium, high, veryHigh. */
const LEVELS = { exit: 'veryHigh', entry: 'high', refresh: 'medium' } as const satisfies Record<
  SwapPriority,
  string
>

/**
 * Quote and swap of /swap/v1, through Jupiter's own SDK. Wrapped SOL stays wrapped: `wrapAndUnwrapSol` is false, so a
 * position in SOL is spent from, and paid to, the wallet's token account of wrapped SOL.
 */
export const createSwapV1 = (
  client: JupiterClient,
  maxPriorityFeeLamports: number,
): Pick<ExecutionVenue, 'quote' | 'offer'> => {
  const api = (priority: JupiterPriority) =>
    new SwapApi(
      new Configuration({ basePath: `${client.baseUrl}/swap/v1`, fetchApi: client.fetchFor({ priority }) }),
    )

  const ask = async (request: SwapRequest, priority: JupiterPriority) => {
    const answer = await vendorCall(() =>
      api(priority).quoteGet({
        inputMint: request.inputMint,
        outputMint: request.outputMint,
        amount: exactAmount(request.inputRaw),
        slippageBps: request.slippageBps,
        swapMode: 'ExactIn',
        restrictIntermediateTokens: true,
      }),
    )
    return { answer, quote: checkQuote(request, toQuote(answer)) }
  }

  return {
    quote: async (request) => (await ask(request, 'quote')).quote,
    offer: async ({ wallet, priority, fee, tipLamports, ...request }) => {
      const { answer, quote } = await ask(request, priority)
      const paying = (fee: SwapOrder['fee'], tip: SwapOrder['tipLamports']) => {
        // Jupiter takes a tip or a fee.
        if (tip) return { prioritizationFeeLamports: { jitoTipLamports: Number(tip) } }
        if (fee)
          return { computeUnitPriceMicroLamports: Number(priceWithin(fee, BigInt(maxPriorityFeeLamports))) }
        const most = { priorityLevel: LEVELS[priority], maxLamports: maxPriorityFeeLamports }
        return { prioritizationFeeLamports: { priorityLevelWithMaxLamports: most } }
      }
      const build = async () => {
        const swap = await vendorCall(() =>
          api(priority).swapPost({
            swapRequest: {
              userPublicKey: wallet,
              quoteResponse: answer,
              wrapAndUnwrapSol: false,
              dynamicComputeUnitLimit: true,
              ...paying(fee, tipLamports),
            },
          }),
        )
        const { swapTransaction, lastValidBlockHeight } = read(swapV1, swap)
        const expiry = expiryOf(swapTransaction, wallet, lastValidBlockHeight)
        return { ...quote, transaction: swapTransaction, expiry, reference: null }
      }
      return { quote, build }
    },
  }
}

const toQuote = (answer: QuoteResponse): VenueQuote => {
  const quote = read(quoteV1, answer)
  return {
    venue: 'jupiter',
    inputMint: quote.inputMint,
    outputMint: quote.outputMint,
    inputRaw: quote.inAmount,
    outputRaw: quote.outAmount,
    minOutputRaw: quote.otherAmountThreshold,
    slippageBps: quote.slippageBps,
    priceImpactPct: percentOf(quote.priceImpactPct),
    route: quote.routePlan.map(({ swapInfo }) => ({ pool: swapInfo.ammKey, label: swapInfo.label ?? '' })),
    costLamports: null,
    raw: answer,
  }
}

/** A ratio as text, moved two digits to the left of its point; exponents and signs may occur. */
const percentOf = (ratio: string): string | null => {
  try {
    return decimalString(decimal(ratio).abs().mul(HUNDRED))
  } catch {
    return null
  }
}

const read = <T>(schema: z.ZodType<T>, answer: unknown): T => {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw unusableAnswer('gave an answer that cannot be read', parsed.error)
  return parsed.data
}
