// The package ships its TypeScript sources beside the build, and tsx would take those, which lack a dependency.
import { Configuration, SwapApi, type QuoteResponse } from '@jup-ag/api/dist/index.mjs'
import type { z } from 'zod'
import type { Tip } from '@/lib/domain/execution/landing-path'
import { type PriorityFee, priceWithin } from '@/lib/domain/execution/priority-fee'
import { ASSUMED_COST_LAMPORTS } from '@/lib/domain/execution/rank-bids'
import { decimal, decimalString, HUNDRED } from '@/lib/domain/money/decimal'
import type {
  ExecutionVenue,
  SwapOrder,
  SwapPriority,
  SwapRequest,
  VenueOffer,
  VenueQuote,
} from '@/lib/ports/execution-venue'
import type { JupiterCall, JupiterClient } from '../client'
import { unusableAnswer } from '../errors'
import { checkQuote } from './check-quote'
import { quoteV1, swapV1 } from './schemas'
import { exactAmount, vendorCall } from './swap-sdk'
import { tippedMs, tippedSwap, type TippingDeps } from './tipped-swap'
import { expiryOf } from './transaction-facts'

/** Jupiter's levels are the 25th, 50th and 75th percentile of recent fees: medium, high, veryHigh. */
const LEVELS = { exit: 'veryHigh', entry: 'high', refresh: 'medium' } as const satisfies Record<
  SwapPriority,
  string
>

/**
 * Quote and swap of /swap/v1, through Jupiter's own SDK. Wrapped SOL stays wrapped: `wrapAndUnwrapSol` is false, so a
 * position in SOL is spent from, and paid to, the wallet's token account of wrapped SOL. A transaction with a tip is
 * assembled here (`tipping`); where that is not possible, or not soon, Jupiter builds one without. `offer` with
 * `elsewhere` waits for a quote no longer than for a tip: somebody else can be asked.
 */
export const createSwapV1 = (
  client: JupiterClient,
  maxPriorityFeeLamports: number,
  tipping: TippingDeps | null = null,
): Pick<ExecutionVenue, 'quote'> & {
  offer(order: SwapOrder, elsewhere?: boolean): Promise<VenueOffer>
} => {
  const api = (call: JupiterCall) =>
    new SwapApi(new Configuration({ basePath: `${client.baseUrl}/swap/v1`, fetchApi: client.fetchFor(call) }))

  const ask = async (request: SwapRequest, call: JupiterCall) => {
    const answer = await vendorCall(() =>
      api(call).quoteGet({
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

  const paying = (fee: PriorityFee | null, priority: SwapPriority) => {
    if (fee)
      return { computeUnitPriceMicroLamports: Number(priceWithin(fee, BigInt(maxPriorityFeeLamports))) }
    const most = { priorityLevel: LEVELS[priority], maxLamports: maxPriorityFeeLamports }
    return { prioritizationFeeLamports: { priorityLevelWithMaxLamports: most } }
  }

  return {
    quote: async (request) => (await ask(request, { priority: 'quote' })).quote,
    offer: async ({ wallet, priority, fee = null, tip, ...request }, elsewhere = false) => {
      const call = elsewhere ? { priority, timeoutMs: tippedMs(priority, tipping ?? {}) } : { priority }
      const { answer, quote: asked } = await ask(request, call)
      const quote = tipping && tip ? { ...asked, costLamports: costOf(fee, tip) } : asked
      const swapRequest = {
        ...{ userPublicKey: wallet, quoteResponse: answer },
        ...{ wrapAndUnwrapSol: false, dynamicComputeUnitLimit: true },
      }
      const whole = async () => {
        const swap = await vendorCall(() =>
          api({ priority }).swapPost({ swapRequest: { ...swapRequest, ...paying(fee, priority) } }),
        )
        const { swapTransaction, lastValidBlockHeight } = read(swapV1, swap)
        const expiry = expiryOf(swapTransaction, wallet, lastValidBlockHeight)
        return { ...asked, transaction: swapTransaction, expiry, reference: null }
      }
      const build = async () => {
        if (!tipping || !tip) return whole()
        const instructions = (onSent: () => void) =>
          vendorCall(() =>
            api({ priority, onSent }).swapInstructionsPost({
              swapRequest: { ...swapRequest, ...paying(null, priority) },
            }),
          )
        const most = BigInt(maxPriorityFeeLamports)
        const swap = { wallet, inputMint: request.inputMint, tip, fee, maxPriorityFeeLamports: most }
        const own = await tippedSwap(tipping, priority, instructions, swap)
        return own ? { ...quote, ...own } : whole()
      }
      return { quote, build }
    },
  }
}

/** Known beforehand where we set it ourselves; the priority fee is that of a usual swap. */
const costOf = (fee: PriorityFee | null, tip: Tip): bigint =>
  tip.lamports + (fee ? SIGNATURE_LAMPORTS + fee.lamports : ASSUMED_COST_LAMPORTS)

const SIGNATURE_LAMPORTS = 5_000n

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
