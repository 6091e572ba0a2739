import type { AccountUpdate } from '@/lib/ports/account-stream'

/** The chain's clock may be this much behind ours; a fee that falls with time is taken for as much higher. */
export const CLOCK_BEHIND_SECONDS = 15n
const BY_SLOT = 0

/** Unix seconds, no later than the chain's. */
export const chainSeconds = (at: Date): bigint =>
  BigInt(Math.floor(at.getTime() / 1_000)) - CLOCK_BEHIND_SECONDS

/** Where a pool stands on the clock it goes by, slots or unix seconds; no later than the chain does. */
export const pointOf = (
  activationType: number,
  accounts: ReadonlyMap<string, AccountUpdate>,
  at: Date,
): bigint => {
  if (activationType !== BY_SLOT) return chainSeconds(at)
  return [...accounts.values()].reduce((newest, { slot }) => (slot > newest ? slot : newest), 0n)
}

/** Whether trading has begun, by our own clock: a pool that a token has just graduated to is its only price. */
export const hasBegun = (
  activationType: number,
  accounts: ReadonlyMap<string, AccountUpdate>,
  at: Date,
  activation: bigint,
): boolean => {
  const behind = activationType === BY_SLOT ? 0n : CLOCK_BEHIND_SECONDS
  return pointOf(activationType, accounts, at) + behind >= activation
}
