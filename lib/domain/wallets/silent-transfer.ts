import { DEATH_WITNESSES } from '@/lib/domain/orders/resolve-attempt'

/** What a wallet held of an asset when all of a slot was done, in base units. */
export type HoldingAt = { slot: bigint; amountRaw: bigint }
/** What a transaction that is booked did to it; below zero when it left. */
export type BookedMove = { slot: bigint; changeRaw: bigint }

export type SilentTransfer = {
  /** What the transfer itself would change; below zero when it leaves. */
  changeRaw: bigint
  /** Read before it was signed; null where nobody did. */
  before: HoldingAt | null
  /** What nodes hold now that do not know its signature. */
  told: readonly HoldingAt[]
  /** What they held when it first looked as though it had landed: what is final stays true. */
  seen: readonly HoldingAt[]
  booked: readonly BookedMove[]
  /** What other transactions that are out may move against it: those that bring in beside one that leaves. */
  againstRaw: bigint
}

/**
 * `unmoved`    the books explain what the wallet holds: this one moved nothing
 * `moved`      it looks as though it had landed
 * `unsettled`  something moved, or may have, that the books do not explain (yet)
 * `untold`     too few tell, or what was held before is not known
 */
export type TransferLook = 'unmoved' | 'moved' | 'unsettled' | 'untold'

/**
 * A transfer lives 150 blocks from its blockhash on, which is read after the wallet, of a node that may be a little
 * behind. What a node held before that is nearly over tells nothing.
 */
const LEAST_LIFE_SLOTS = 140n
/** Of the amount, a hundredth may be unexplained: fees and rent of SOL, dust that somebody sent. */
const TOLERANCE = 100n

/**
 * Whether a wallet bears out that a transfer no node knows moved nothing. Doubt costs time only, and what is not
 * doubted may be paid twice: so what is held must be explained by the books, whichever way it differs.
 */
export const lookOfTransfer = (transfer: SilentTransfer): TransferLook => {
  const { before, changeRaw, againstRaw } = transfer
  if (!before) return 'untold'
  const told = lateEnough(transfer)
  if (told.length < DEATH_WITNESSES) return 'untold'
  const size = magnitude(changeRaw)
  const shown = [...transfer.seen, ...told]
  if (shown.some((holding) => showsIt(transfer, holding))) return 'moved'
  const isStrange = (holding: HoldingAt) => TOLERANCE * magnitude(unexplained(transfer, holding)) >= size
  return shown.some(isStrange) || 2n * againstRaw >= size ? 'unsettled' : 'unmoved'
}

/** What of the told looks as though it had landed. */
export const tellingsOf = (transfer: SilentTransfer): HoldingAt[] =>
  lateEnough(transfer).filter((holding) => showsIt(transfer, holding))

const lateEnough = ({ before, told }: SilentTransfer): readonly HoldingAt[] =>
  before ? told.filter(({ slot }) => slot > before.slot + LEAST_LIFE_SLOTS) : []

const showsIt = (transfer: SilentTransfer, holding: HoldingAt): boolean => {
  const raw = unexplained(transfer, holding)
  return 2n * (transfer.changeRaw < 0n ? -raw : raw) >= magnitude(transfer.changeRaw)
}

/** What a holding differs by from what was held before and all that is booked up to its slot. */
const unexplained = ({ before, booked }: SilentTransfer, { slot: last, amountRaw }: HoldingAt): bigint =>
  booked
    .filter(({ slot }) => slot > before!.slot && slot <= last)
    .reduce((rest, move) => rest - move.changeRaw, amountRaw - before!.amountRaw)

const magnitude = (raw: bigint): bigint => (raw < 0n ? -raw : raw)
