import { z } from 'zod'
import { decimal, decimalString, HUNDRED } from '@/lib/domain/money/decimal'
import { minusBps } from '@/lib/domain/money/units'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { ExecutionVenue, SwapRequest, VenueQuote } from '@/lib/ports/execution-venue'
import { readTransaction } from '../wire/wire-transaction'
import type { RequestPriority } from '../http/request-queue'
import type { BagsClient } from './client'
import { unusableAnswer } from './errors'
import { tradeQuote, tradeSwap } from './schemas'

/** Of the part of the output that slippage may take: what the fee on the output adds to it. */
const FEE_ROUNDING = 50n

/**
 * bags.fm as a venue: quotes and transactions of its trade API, landed by our own sender. Its 1 % is in the quote, in
 * what goes in or what comes out. It wraps and unwraps SOL, while JARVIS holds SOL as wrapped SOL: trades of the SOL
 * mint are none of its pairs.
 */
export const createBagsVenue = ({ client }: { client: BagsClient }): ExecutionVenue => {
  const ask = async (request: SwapRequest, priority: RequestPriority): Promise<VenueQuote> => {
    if (request.inputMint === WSOL_MINT || request.outputMint === WSOL_MINT) throw nativeSolOnly()
    const query = {
      inputMint: request.inputMint,
      outputMint: request.outputMint,
      amount: request.inputRaw.toString(),
      slippageMode: 'manual',
      slippageBps: String(request.slippageBps),
    }
    return toQuote(request, await client.get('/trade/quote', query, z.unknown(), priority))
  }

  return {
    name: 'bags',
    quote: (request) => ask(request, 'quote'),
    offer: async ({ wallet, priority, ...request }) => {
      const quote = await ask(request, priority)
      const build = async () => {
        const body = { quoteResponse: quote.raw, userPublicKey: wallet }
        const built = await client.post('/trade/swap', body, tradeSwap, priority)
        const transaction = built.swapTransaction!
        const { addresses, blockhash } = read(transaction)
        if (addresses[0] !== wallet) throw paidByAnother()
        const expiry = { blockhash, lastValidBlockHeight: built.lastValidBlockHeight }
        return { ...quote, transaction, expiry, reference: null }
      }
      return { quote, build }
    },
  }
}

/** An answer to another question than ours must never reach a trade. */
const toQuote = (request: SwapRequest, raw: unknown): VenueQuote => {
  const parsed = tradeQuote.safeParse(raw)
  if (!parsed.success) throw unusableAnswer('gave an answer that cannot be read', parsed.error)
  const quote = parsed.data
  const same =
    quote.inputMint === request.inputMint &&
    quote.outputMint === request.outputMint &&
    quote.inAmount === request.inputRaw &&
    quote.slippageBps === request.slippageBps
  if (!same) throw unusableAnswer('answered another question than was asked', { request, quote: raw })
  const { outAmount, minOutAmount } = quote
  const least = minusBps(outAmount, request.slippageBps)
  const tolerance = (outAmount - least) / FEE_ROUNDING + 1n
  if (minOutAmount + tolerance < least || minOutAmount > outAmount || outAmount === 0n)
    throw unusableAnswer('gave a minimum that does not fit its quote', raw)
  return {
    ...request,
    venue: 'bags',
    outputRaw: outAmount,
    minOutputRaw: minOutAmount,
    priceImpactPct: percentOf(quote.priceImpactPct),
    route: quote.routePlan.map(({ marketKey, venue }) => ({ pool: marketKey, label: venue })),
    costLamports: null,
    raw,
  }
}

/** The documentation does not say what it counts in; a ratio, as at Jupiter, whose routes these are. */
const percentOf = (ratio: string): string | null => {
  try {
    return decimalString(decimal(ratio).abs().mul(HUNDRED))
  } catch {
    return null
  }
}

const read = (bytes: Uint8Array) => {
  try {
    return readTransaction(bytes)
  } catch (cause) {
    throw unusableAnswer('gave a transaction that cannot be read', cause)
  }
}

const nativeSolOnly = (): AppError =>
  new AppError('token.unknown', 'bags.fm trades SOL in the purse, JARVIS holds it as wrapped SOL.')

const paidByAnother = (): AppError =>
  new AppError(
    'venue.unavailable',
    'bags.fm offered a transaction that another account pays for. JARVIS only signs what its own wallet pays, so that every outcome can be proven.',
  )
