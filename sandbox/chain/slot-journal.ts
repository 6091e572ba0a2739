import {
  appendFileSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { IssuedBlockhash } from './blockhash-window'
import type { Chain } from './chain'
import { decodeTransaction, encodeTransaction } from './chain-state'
import type { AccountChange, Block, ChainAccount, LandedTransaction } from './chain-types'

/**
 * What a slot changed since the entry before; `accounts` holds the last state of each account written. A slot has
 * an entry for its end, and before that one for each transaction of the operator.
 */
export type JournalEntry = IssuedBlockhash & {
  writeVersion: bigint
  accounts: Map<string, ChainAccount | null>
  transactions: LandedTransaction[]
  /** Whatever the keeper wanted to know of that moment. */
  note: unknown
}

export type SlotJournal = {
  /** To be called once a snapshot is safely stored: what the journal holds is in it. */
  reset: () => void
  /** Bytes in the file. */
  size: () => number
  close: () => void
}

const LENGTH_BYTES = 4

/**
 * Appends every closed slot to a file, so that a killed sandbox loses at most what waits for the end of the slot: a
 * chain that forgets a landed transaction would be no chain. The operator's transactions are answered before their
 * slot ends, so they are written at once. Programs installed meanwhile are not in it. When the disk refuses, nothing
 * more is written until the next reset, since a chain can go on from an older moment but not across a gap.
 */
export function keepSlotJournal(chain: Chain, path: string, note: () => unknown = () => null): SlotJournal {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a')
  let size = fstatSync(file).size
  let refused = false
  let accounts: JournalEntry['accounts'] = new Map()
  let writeVersion = 0n
  let written = new Set<LandedTransaction>()
  const append = (at: IssuedBlockhash, transactions: LandedTransaction[]) => {
    const { slot, height, blockhash, time } = at
    const entry = { slot, height, blockhash, time, writeVersion, accounts, note: note() }
    const bytes = serialize({ ...entry, transactions: transactions.map(encodeTransaction) })
    accounts = new Map()
    if (refused) return
    const frame = Buffer.alloc(LENGTH_BYTES + bytes.length)
    frame.writeUInt32LE(bytes.length)
    bytes.copy(frame, LENGTH_BYTES)
    try {
      appendFileSync(file, frame)
      size += frame.length
    } catch (error) {
      refused = true
      console.error('sandbox: could not write its journal', error)
      ftruncateSync(file, size)
    }
  }
  const onAccount = (change: AccountChange) => {
    accounts.set(change.address, change.account)
    writeVersion = change.writeVersion
  }
  const onTransaction = (landed: LandedTransaction) => {
    if (!landed.operator) return
    append(chain.blockhashes.at(chain.slot), [landed])
    written.add(landed)
  }
  const onSlot = (block: Block) => {
    append(
      block,
      block.transactions.filter((landed) => !written.has(landed)),
    )
    written = new Set()
  }
  chain.on('account', onAccount)
  chain.prependListener('transaction', onTransaction)
  chain.prependListener('slot', onSlot)
  return {
    reset: () => {
      ftruncateSync(file)
      size = 0
      refused = false
      written = new Set()
    },
    size: () => size,
    close: () => {
      chain.off('account', onAccount)
      chain.off('transaction', onTransaction)
      chain.off('slot', onSlot)
      closeSync(file)
    },
  }
}

/** The entries of a journal file, oldest first, up to the first that is cut or spoiled; none when there is no file. */
export function readSlotJournal(path: string): JournalEntry[] {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const entries: JournalEntry[] = []
  for (let offset = 0; offset + LENGTH_BYTES <= bytes.length;) {
    const end = offset + LENGTH_BYTES + bytes.readUInt32LE(offset)
    const entry = end > bytes.length ? null : decodeEntry(bytes.subarray(offset + LENGTH_BYTES, end))
    if (!entry) break
    entries.push(entry)
    offset = end
  }
  return entries
}

function decodeEntry(bytes: Uint8Array): JournalEntry | null {
  try {
    const entry = deserialize(bytes) as Omit<JournalEntry, 'transactions'> & { transactions: Uint8Array[] }
    return { ...entry, transactions: entry.transactions.map(decodeTransaction) }
  } catch {
    return null
  }
}
