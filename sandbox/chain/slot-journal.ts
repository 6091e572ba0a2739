import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { Chain } from './chain'
import { decodeTransaction, encodeTransaction } from './chain-state'
import type { AccountChange, Block, ChainAccount, LandedTransaction } from './chain-types'

/** What one closed slot changed; `accounts` holds the last state of each account written in it. */
export type JournalEntry = {
  slot: bigint
  height: bigint
  blockhash: string
  time: number
  writeVersion: bigint
  accounts: Map<string, ChainAccount | null>
  transactions: LandedTransaction[]
}

export type SlotJournal = {
  /** To be called once a snapshot is safely stored: what the journal holds is in it. */
  reset: () => void
  /** Bytes written since the last reset. */
  size: () => number
  close: () => void
}

const LENGTH_BYTES = 4

/**
 * Appends every closed slot to a file, so that a killed sandbox loses at most the slot in progress: a chain that
 * forgets a landed transaction would be no chain. Programs installed meanwhile are not in it.
 */
export function keepSlotJournal(chain: Chain, path: string): SlotJournal {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a')
  let written = 0
  let accounts: JournalEntry['accounts'] = new Map()
  let writeVersion = 0n
  const onAccount = (change: AccountChange) => {
    accounts.set(change.address, change.account)
    writeVersion = change.writeVersion
  }
  const onSlot = ({ slot, height, blockhash, time, transactions }: Block) => {
    const entry = { slot, height, blockhash, time, writeVersion, accounts }
    const bytes = serialize({ ...entry, transactions: transactions.map(encodeTransaction) })
    const frame = Buffer.alloc(LENGTH_BYTES + bytes.length)
    frame.writeUInt32LE(bytes.length)
    bytes.copy(frame, LENGTH_BYTES)
    written += writeSync(file, frame)
    accounts = new Map()
  }
  chain.on('account', onAccount)
  chain.prependListener('slot', onSlot)
  return {
    reset: () => {
      ftruncateSync(file)
      written = 0
    },
    size: () => written,
    close: () => {
      chain.off('account', onAccount)
      chain.off('slot', onSlot)
      closeSync(file)
    },
  }
}

/** The entries of a journal file, oldest first; none when there is no file. A cut last entry is left out. */
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
    if (end > bytes.length) break
    const entry = deserialize(bytes.subarray(offset + LENGTH_BYTES, end)) as Omit<
      JournalEntry,
      'transactions'
    > & {
      transactions: Uint8Array[]
    }
    entries.push({ ...entry, transactions: entry.transactions.map(decodeTransaction) })
    offset = end
  }
  return entries
}
