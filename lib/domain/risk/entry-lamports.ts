import { DEFAULT_FEE_CAPS } from '@/lib/domain/execution/priority-fee'

/** What an accepted entry will still take in any case: a token account's rent of 0.00204 SOL and its fee. */
const ENTRY_LAMPORTS = 2_200_000n
const NETWORK_FEE_LAMPORTS = 5_000n
/** The most one slice may pay: the network's fee and a priority fee at its cap, within which a tip is too. */
export const SLICE_LAMPORTS = NETWORK_FEE_LAMPORTS + DEFAULT_FEE_CAPS.perTrade

/** An accepted entry as far as a balance read at some moment is sure to show it. */
export type EntryUnderWay = {
  /** null: it is bought in one piece. `bought`: those whose fees the balance shows, `fresh`: bought since. */
  slices: { planned: number; bought: number; fresh: number } | null
  isFinished: boolean
  /** It buys: its first slice pays for the token account. */
  opens: boolean
}

/**
 * Lamports of fees and rent that are set aside for an entry. What a slice did not use of its part is free once it is
 * bought; one that failed is bought by another, so its part stays.
 */
export const entryLamports = ({ slices, isFinished, opens }: EntryUnderWay): bigint => {
  if (slices === null) return ENTRY_LAMPORTS
  const left = isFinished ? slices.fresh : Math.max(slices.planned - slices.bought, 1)
  return (!opens || slices.bought > 0 || left === 0 ? 0n : ENTRY_LAMPORTS) + mostFees(BigInt(left))
}

/** Of so many slices: together they pay no more in priority fees than a wallet may in an hour. */
const mostFees = (slices: bigint): bigint => {
  const [priority, cap] = [slices * DEFAULT_FEE_CAPS.perTrade, DEFAULT_FEE_CAPS.perHour]
  return slices * NETWORK_FEE_LAMPORTS + (priority < cap ? priority : cap)
}

/** What an order in so many slices sets aside when it is accepted. */
export const slicedLamports = (planned: number, side: 'BUY' | 'SELL'): bigint =>
  entryLamports({ slices: { planned, bought: 0, fresh: 0 }, isFinished: false, opens: side === 'BUY' })

export const slicedEntryLamports = (planned: number): bigint => slicedLamports(planned, 'BUY')

/** Into how many slices a purchase may be cut, at most `most`, that so many lamports pay for. */
export const slicesWithin = (lamports: bigint, most: number): number => {
  let slices = 0
  while (slices < most && slicedEntryLamports(slices + 1) <= lamports) slices += 1
  return slices
}
