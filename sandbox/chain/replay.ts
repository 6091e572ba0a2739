import type { ChainState } from './chain-state'
import type { ChainAccount } from './chain-types'
import { FeeSamples } from './fee-samples'
import type { JournalEntry } from './slot-journal'

export type Replayed = { state: ChainState; accounts: Map<string, ChainAccount | null> }

/**
 * A snapshot brought forward by the slots closed after it. Entries from before the snapshot are skipped; the one
 * of its own slot repeats what the snapshot holds and adds the rest. Throws when a slot in between is missing.
 */
export function replay(state: ChainState, journal: JournalEntry[]): Replayed {
  const entries = journal.filter((entry) => entry.slot >= state.slot)
  const [first] = entries
  const last = entries.at(-1)
  if (!first || !last) return { state, accounts: new Map() }
  if (first.slot !== state.slot || last.slot - first.slot !== BigInt(entries.length - 1)) {
    throw new Error(`The journal goes on with slot ${first.slot}, but the snapshot ended in ${state.slot}`)
  }
  const fees = new FeeSamples(state.fees)
  for (const { slot, transactions } of entries) fees.add(slot, transactions)
  const known = new Set(state.transactions.map((landed) => landed.signature))
  const landed = entries.flatMap(({ transactions }) =>
    transactions.filter((one) => !known.has(one.signature)),
  )
  const issued = entries
    .filter((entry) => entry.slot > state.slot)
    .map(({ slot, height, blockhash, time }) => ({ slot, height, blockhash, time }))
  return {
    state: {
      ...state,
      slot: last.slot,
      height: last.height,
      writeVersion: last.writeVersion > state.writeVersion ? last.writeVersion : state.writeVersion,
      blockhashes: [...state.blockhashes, ...issued],
      fees: fees.all(),
      transactions: [...state.transactions, ...landed],
    },
    accounts: new Map(entries.flatMap((entry) => [...entry.accounts])),
  }
}
