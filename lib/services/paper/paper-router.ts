import { encodeTicket } from '@/lib/domain/execution/paper-ticket'
import type { PreparedSwap, VenueQuote } from '@/lib/ports/execution-venue'
import type { SwapRouter } from '../execution/router/swap-router'
import type { PaperDeps } from './paper-deps'

/** A blockhash lives this many blocks; a ticket does too. */
const LIFE_BLOCKS = 150n

/** Quotes as the venues do; where they would build a transaction, this writes a ticket. */
export const createPaperRouter = (deps: PaperDeps): SwapRouter => ({
  quotes: deps.router.quotes,
  routes: async ({ wallet, priority: _, policy, failures: __, fee: ___, tip: ____, ...request }) => {
    const { ranked, ...rest } = await deps.router.quotes(request, policy)
    return { ranked: ranked.map((quote) => ({ quote, build: () => ticket(deps, wallet, quote) })), ...rest }
  },
  landingOf: () => undefined,
  landers: () => 0,
})

const ticket = async (deps: PaperDeps, wallet: string, quote: VenueQuote): Promise<PreparedSwap> => {
  const height = await deps.chain.finalizedBlockHeight()
  return {
    ...quote,
    transaction: encodeTicket({
      id: deps.newId(),
      wallet,
      inputMint: quote.inputMint,
      outputMint: quote.outputMint,
      inputRaw: quote.inputRaw,
      quotedOutRaw: quote.outputRaw,
      minOutRaw: quote.minOutputRaw,
      slippageBps: quote.slippageBps,
    }),
    expiry: { blockhash: `paper:${height}`, lastValidBlockHeight: height + LIFE_BLOCKS },
    reference: null,
  }
}
