import { encodeTicket } from '@/lib/domain/execution/paper-ticket'
import type { ExecutionVenue } from '@/lib/ports/execution-venue'
import type { PaperDeps } from './paper-deps'

/** A blockhash lives this many blocks; a ticket does too. */
const LIFE_BLOCKS = 150n

/** Quotes as the real venue does; where that would build a transaction, this writes a ticket. */
export const createPaperVenue = (deps: PaperDeps): ExecutionVenue => ({
  name: deps.venue.name,
  quote: (request) => deps.venue.quote(request),
  prepare: async ({ wallet, priority: _, ...request }) => {
    const [quote, height] = await Promise.all([deps.venue.quote(request), deps.chain.finalizedBlockHeight()])
    const id = deps.newId()
    return {
      ...quote,
      transaction: encodeTicket({
        id,
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
  },
})
