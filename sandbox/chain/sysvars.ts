import type { LiteSvm } from 'litesvm/dist/internal.js'
import { BLOCKHASH_LIFETIME, type BlockhashWindow } from './blockhash-window'

export const SLOTS_PER_EPOCH = 432_000n
const KEPT_SLOT_HASHES = Number(BLOCKHASH_LIFETIME)

/** Programs see real time, and lookup tables can be created against the newest slots. */
export function writeSysvars(
  svm: LiteSvm,
  slot: bigint,
  unixSeconds: number,
  blockhashes: BlockhashWindow,
): void {
  const clock = svm.getClock()
  clock.slot = slot
  clock.epoch = slot / SLOTS_PER_EPOCH
  clock.leaderScheduleEpoch = clock.epoch + 1n
  clock.unixTimestamp = BigInt(unixSeconds)
  svm.setClock(clock)
  const past = blockhashes.newest(KEPT_SLOT_HASHES).filter((entry) => entry.slot < slot)
  svm.setSlotHashes(past.map((entry) => ({ slot: entry.slot, hash: entry.blockhash })))
}
