import { decodeTicket, paperSignature, type PaperTicket } from '@/lib/domain/execution/paper-ticket'
import { AppError } from '@/lib/errors'
import type { Signer } from '@/lib/ports/signer'

/** Throws for anything that is no ticket: no key signs and no node gets a transaction in paper mode. */
export const requireTicket = (bytes: Uint8Array): PaperTicket => {
  const ticket = decodeTicket(bytes)
  if (ticket) return ticket
  throw new AppError(
    'forbidden',
    'Paper mode moves no real money: nothing is signed or sent. Use sandbox or live mode for this.',
  )
}

/** Gives a ticket its name. No key is unlocked. */
export const createPaperSigner = (): Signer => ({
  sign: async (wallet, transaction) => {
    const ticket = requireTicket(transaction)
    if (ticket.wallet !== wallet.address)
      throw new AppError('forbidden', `This paper order belongs to ${ticket.wallet}, not ${wallet.address}.`)
    return { signed: transaction, signature: paperSignature(ticket) }
  },
})
