import type { DecodedInstruction } from './decoded-transaction'
import { u64At } from './little-endian'
import type { SwapIntent } from './swap-intent'

const TRANSFER = 3
const CLOSE_ACCOUNT = 9
const TRANSFER_CHECKED = 12
const SYNC_NATIVE = 17

/** What a token instruction moves, in base units; `receiver` of a transfer. */
export type TokenMove = { inputRaw: bigint; outputRaw: bigint; receiver: string | null }
const NOTHING: TokenMove = { inputRaw: 0n, outputRaw: 0n, receiver: null }

/**
 * Judges a token instruction at the top level of a swap. Answers what it takes of the input and of the output, or why
 * it is refused. Approvals, changes of authority, burns and everything else that
 * gives away power over an account have no place in a swap.
 */
export const checkTokenInstruction = (
  instruction: DecodedInstruction,
  intent: SwapIntent,
): TokenMove | string => {
  const { data, accounts } = instruction
  switch (data[0]) {
    case TRANSFER:
    case TRANSFER_CHECKED:
      return checkTransfer(instruction, intent)
    case CLOSE_ACCOUNT:
      return checkClose(accounts, intent)
    case SYNC_NATIVE:
      return accounts[0] === intent.wrappedSolAccount
        ? NOTHING
        : `synchronises ${accounts[0]}, not the wallet's account`
    default:
      return `is a token instruction (${data[0] ?? 'empty'}) that a swap does not need`
  }
}

/** A fee of the venue's: of the input, or (named with its mint) of what the swap brought. */
const checkTransfer = ({ data, accounts }: DecodedInstruction, intent: SwapIntent): TokenMove | string => {
  const amount = u64At(data, 1)
  const checked = data[0] === TRANSFER_CHECKED
  const [source] = accounts
  const receiver = accounts[checked ? 2 : 1] ?? null
  if (amount === null || !source) return 'is a transfer that cannot be read'
  if (checked && intent.outputAccounts.includes(source)) {
    if (accounts[1] !== intent.outputMint) return `transfers ${accounts[1]}`
    return { inputRaw: 0n, outputRaw: amount, receiver }
  }
  if (!intent.inputAccounts.includes(source)) return `transfers from ${source}, not from the input account`
  const mint = checked ? accounts[1] : intent.inputMint
  if (mint !== intent.inputMint) return `transfers ${mint}`
  return { inputRaw: amount, outputRaw: 0n, receiver }
}

/** A closed account pays its lamports out; the wrapped SOL account must stay, it holds the SOL position. */
const checkClose = ([account, to, owner]: readonly string[], intent: SwapIntent): TokenMove | string => {
  if (to !== intent.wallet || owner !== intent.wallet)
    return `closes an account in favour of ${to ?? 'nobody'}`
  if (account === intent.wrappedSolAccount)
    return 'closes the wrapped SOL account, which holds the SOL position'
  return NOTHING
}
