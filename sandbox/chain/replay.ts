import type { ChainState } from './chain-state'
import type { ChainAccount } from './chain-types'
import { FeeSamples } from './fee-samples'
import type { JournalEntry } from './slot-journal'

export type Replayed = { state: ChainState; accounts: Map<string, ChainAccount | null> }

/**
 * A snapshot brought forward by what the journal holds after it. Entries from before the snapshot are skipped; those
 * of its own slot repeat what the snapshot holds and add the rest. The snapshot's mempool is dropped: what became of
 * it is in the journal, and what was refused then must not land now. Throws when a slot in between is missing.
 */
export function replay(state: ChainState, journal: JournalEntry[]): Replayed {
  const entries = journal.filter((entry) => entry.slot >= state.slot)
  const slots = slotsOf(entries)
  const [first] = slots
  const last = slots.at(-1)
  if (!first || !last) return { state, accounts: new Map() }
  if (first.slot !== state.slot || last.slot - first.slot !== BigInt(slots.length - 1)) {
    throw new Error(`The journal goes on with slot ${first.slot}, but the snapshot ended in ${state.slot}`)
  }
  const fees = new FeeSamples(state.fees)
  for (const { slot, transactions } of slots) fees.add(slot, transactions)
  const known = new Set(state.transactions.map((landed) => landed.signature))
  const landed = slots.flatMap(({ transactions }) => transactions.filter((one) => !known.has(one.signature)))
  const issued = slots
    .filter((entry) => entry.slot > state.slot)
    .map(({ slot, height, blockhash, time }) => ({ slot, height, blockhash, time }))
  const newer = entries.filter((entry) => entry.writeVersion > state.writeVersion)
  return {
    state: {
      ...state,
      slot: last.slot,
      height: last.height,
      writeVersion: newer.at(-1)?.writeVersion ?? state.writeVersion,
      blockhashes: [...state.blockhashes, ...issued],
      mempool: [],
      fees: fees.all(),
      transactions: [...state.transactions, ...landed],
    },
    accounts: new Map(newer.flatMap((entry) => [...entry.accounts])),
  }
}

/** One entry for each slot, with all of its transactions. */
function slotsOf(entries: JournalEntry[]): JournalEntry[] {
  const slots: JournalEntry[] = []
  for (const entry of entries) {
    const last = slots.at(-1)
    if (last?.slot === entry.slot) last.transactions.push(...entry.transactions)
    else slots.push({ ...entry, transactions: [...entry.transactions] })
  }
  return slots
}
