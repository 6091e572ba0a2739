import { findPaperTransaction, landPaperTransaction } from '@/lib/db/paper-repository'
import { paperFill } from '@/lib/domain/execution/paper-fill'
import { paperSignature, type PaperTicket } from '@/lib/domain/execution/paper-ticket'
import type { TransactionSender } from '@/lib/ports/chain'
import { bestQuote } from '../execution/router/swap-router'
import type { PaperDeps } from './paper-deps'
import { requireTicket } from './paper-signer'

/**
 * Fills tickets as the chain fills transactions: after the time a transaction takes to land, at the
 * price of that moment, once. Sending the same ticket again is safe; that is also how one whose quote
 * failed, or whose worker died, is taken up again.
 */
export const createPaperSender = (deps: PaperDeps): TransactionSender => {
  const landing = new Map<string, Promise<void>>()
  return {
    send: async (signed) => {
      const ticket = requireTicket(signed)
      const signature = paperSignature(ticket)
      const current =
        landing.get(signature) ?? land(deps, ticket, signature).finally(() => landing.delete(signature))
      landing.set(signature, current)
      await current
      return { accepted: 1, errors: [] }
    },
  }
}

const land = async (deps: PaperDeps, ticket: PaperTicket, signature: string): Promise<void> => {
  if (await findPaperTransaction(deps.db, signature)) return
  await deps.pause(deps.settings.latencyMs)
  const { inputMint, outputMint, inputRaw, slippageBps } = ticket
  const [quote, slot] = await Promise.all([
    bestQuote(deps.router, { inputMint, outputMint, inputRaw, slippageBps }),
    deps.chain.slot(),
  ])
  await landPaperTransaction(deps.db, { signature, address: ticket.wallet }, (holdings) => {
    const fill = paperFill({ ...deps.settings, ticket, landedOutRaw: quote.outputRaw, holdings })
    const tokens = Object.fromEntries([...fill.tokens].map(([mint, change]) => [mint, change.toString()]))
    return { ...fill, tokens, slot, at: deps.now() }
  })
}
