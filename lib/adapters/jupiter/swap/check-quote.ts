import { minusBps } from '@/lib/domain/money/units'
import type { SwapRequest, VenueQuote } from '@/lib/ports/execution-venue'
import { unusableAnswer } from '../errors'

/** An answer to another question than ours must never reach a trade, however well formed it is. */
export const checkQuote = (request: SwapRequest, quote: VenueQuote): VenueQuote => {
  const same =
    quote.inputMint === request.inputMint &&
    quote.outputMint === request.outputMint &&
    quote.inputRaw === request.inputRaw &&
    quote.slippageBps === request.slippageBps
  if (!same) throw unusableAnswer('answered another question than was asked', { request, quote: quote.raw })
  // Jupiter rounds the minimum up or down.
  const least = minusBps(quote.outputRaw, request.slippageBps)
  if (quote.minOutputRaw + 1n < least || quote.minOutputRaw > quote.outputRaw || quote.outputRaw === 0n) {
    throw unusableAnswer('gave a minimum that does not fit its quote', quote.raw)
  }
  return quote
}
