import type { DecodedInstruction } from './decoded-transaction'
import { u64At } from './little-endian'
import type { SwapIntent } from './swap-intent'

const TRANSFER = 3
const CLOSE_ACCOUNT = 9
const TRANSFER_CHECKED = 12
const SYNC_NATIVE = 17

/**
 * Judges a token instruction at the top level of a swap. Answers the base units of the input it
 * spends, or why it is refused. Approvals, changes of authority, burns and everything else that
 * gives away power over an account have no place in a swap.
 */
export const checkTokenInstruction = (
  instruction: DecodedInstruction,
  intent: SwapIntent,
): bigint | string => {
  const { data, accounts } = instruction
  switch (data[0]) {
    case TRANSFER:
    case TRANSFER_CHECKED:
      return checkTransfer(instruction, intent)
    case CLOSE_ACCOUNT:
      return checkClose(accounts, intent)
    case SYNC_NATIVE:
      return accounts[0] === intent.wrappedSolAccount
        ? 0n
        : `synchronises ${accounts[0]}, not the wallet's account`
    default:
      return `is a token instruction (${data[0] ?? 'empty'}) that a swap does not need`
  }
}

const checkTransfer = ({ data, accounts }: DecodedInstruction, intent: SwapIntent): bigint | string => {
  const amount = u64At(data, 1)
  const [source] = accounts
  if (amount === null || !source) return 'is a transfer that cannot be read'
  if (!intent.inputAccounts.includes(source)) return `transfers from ${source}, not from the input account`
  const checkedMint = data[0] === TRANSFER_CHECKED ? accounts[1] : intent.inputMint
  if (checkedMint !== intent.inputMint) return `transfers ${checkedMint}`
  return amount
}

/** A closed account pays its lamports out; the wrapped SOL account must stay, it holds the SOL position. */
const checkClose = ([account, to, owner]: readonly string[], intent: SwapIntent): bigint | string => {
  if (to !== intent.wallet || owner !== intent.wallet)
    return `closes an account in favour of ${to ?? 'nobody'}`
  if (account === intent.wrappedSolAccount)
    return 'closes the wrapped SOL account, which holds the SOL position'
  return 0n
}
