/** Base units of an order's token. */
export type SilentMove = {
  side: 'BUY' | 'SELL'
  /** What a buy was to bring at least, or a sell to take. */
  movedRaw: bigint
  bookedRaw: bigint
  heldRaw: bigint
  /** What transactions of the other side that are out may hide: sells beside a buy, buys beside a sell. */
  hiddenRaw: bigint
}

/**
 * Whether a wallet looks as though a transaction had landed that no node shows: it holds more than is booked by half of
 * what a buy brings, or less by half of what a sell takes. Half, because of taxes on the way and of dust that was there
 * before. Free tokens of the trader may look like a buy; then nothing but time is lost.
 */
export const looksLanded = ({ side, movedRaw, bookedRaw, heldRaw, hiddenRaw }: SilentMove): boolean => {
  const moved = side === 'BUY' ? heldRaw - bookedRaw : bookedRaw - heldRaw
  return 2n * (moved + hiddenRaw) >= movedRaw
}
