import { decodeTicket } from '@/lib/domain/execution/paper-ticket'
import { AppError } from '@/lib/errors'
import type { PreparedSwap } from '@/lib/ports/execution-venue'
import type { SwapIntent } from '../execution/execution-deps'

/** The ticket must say what the order says, as a decoded transaction must. */
export const verifyTicket = async (prepared: PreparedSwap, intent: SwapIntent): Promise<void> => {
  const ticket = decodeTicket(prepared.transaction)
  const keeps =
    ticket !== null &&
    ticket.wallet === intent.wallet &&
    ticket.inputMint === intent.inputMint &&
    ticket.outputMint === intent.outputMint &&
    ticket.inputRaw <= intent.inputRaw &&
    ticket.minOutRaw >= intent.minOutputRaw
  if (!keeps) throw new AppError('venue.unavailable', 'The paper ticket does not keep to the order.')
}
