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
 * A transfer lives 150 blocks from its blockhash on, which is read a little before the wallet is. What a node held before
 * that is nearly over tells nothing.
 */
const LEAST_LIFE_SLOTS = 120n
/** Of the amount, a hundredth may be unexplained: fees and rent of SOL, dust that somebody sent. */
const TOLERANCE = 100n

/**
 * Whether a wallet bears out that a transfer no node knows moved nothing. Doubt costs time only, and what is not
 * doubted may be paid twice: so what is held must be explained by the books, whichever way it differs.
 */
export const lookOfTransfer = ({
  changeRaw,
  before,
  told,
  booked,
  againstRaw,
}: SilentTransfer): TransferLook => {
  if (!before) return 'untold'
  const heard = told.filter(({ slot }) => slot > before.slot + LEAST_LIFE_SLOTS)
  if (heard.length < DEATH_WITNESSES) return 'untold'
  const size = magnitude(changeRaw)
  const along = (raw: bigint) => (changeRaw < 0n ? -raw : raw)
  const unexplained = heard.map((holding) => holding.amountRaw - before.amountRaw - sumUpTo(holding))
  if (unexplained.some((raw) => 2n * along(raw) >= size)) return 'moved'
  const strange = unexplained.some((raw) => TOLERANCE * magnitude(raw) >= size)
  return strange || 2n * againstRaw >= size ? 'unsettled' : 'unmoved'

  function sumUpTo({ slot: last }: HoldingAt): bigint {
    return booked
      .filter(({ slot }) => slot > before!.slot && slot <= last)
      .reduce((sum, move) => sum + move.changeRaw, 0n)
  }
}

const magnitude = (raw: bigint): bigint => (raw < 0n ? -raw : raw)
