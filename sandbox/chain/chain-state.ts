import { deserialize, serialize } from 'node:v8'
import { decodeAddress, MAINNET_GENESIS_HASH } from './addresses'
import type { IssuedBlockhash } from './blockhash-window'
import type { LandedTransaction } from './chain-types'
import type { FeeSample } from './fee-samples'

const FORMAT = 2

/** Everything a chain needs to go on after a restart. */
export type ChainState = {
  genesisHash: string
  svm: Uint8Array
  /** The slot in progress when it was taken. */
  slot: bigint
  height: bigint
  writeVersion: bigint
  blockhashes: IssuedBlockhash[]
  mempool: Uint8Array[]
  fees: FeeSample[]
  transactions: LandedTransaction[]
}

type Stored = Omit<ChainState, 'transactions'> & { format: number; transactions: Uint8Array[] }

// Snapshots are taken every few seconds and a landed transaction never changes: each is encoded once.
const encoded = new WeakMap<LandedTransaction, Uint8Array>()

export function encodeTransaction(landed: LandedTransaction): Uint8Array {
  const bytes = encoded.get(landed) ?? new Uint8Array(serialize(landed))
  encoded.set(landed, bytes)
  return bytes
}

export const decodeTransaction = (bytes: Uint8Array) => deserialize(bytes) as LandedTransaction

export function encodeState(state: ChainState): Uint8Array {
  const transactions = state.transactions.map(encodeTransaction)
  return serialize({ ...state, format: FORMAT, transactions } satisfies Stored)
}

/** Throws when the bytes are no chain snapshot of this format. */
export function decodeState(bytes: Uint8Array): ChainState {
  const { format, transactions, ...state } = deserialize(bytes) as Stored
  if (format !== FORMAT) {
    throw new Error(`The chain snapshot has format ${String(format)}; this version reads ${FORMAT}`)
  }
  return { ...state, transactions: transactions.map(decodeTransaction) }
}

/** Throws for mainnet's genesis hash, for one that is no hash, and for the snapshot of another chain. */
export function assertGenesis(genesisHash: string, saved: ChainState | undefined): void {
  decodeAddress(genesisHash)
  if (genesisHash === MAINNET_GENESIS_HASH)
    throw new Error("The sandbox must not carry mainnet's genesis hash")
  if (saved && saved.genesisHash !== genesisHash) {
    throw new Error(`The snapshot is of chain ${saved.genesisHash}, not of ${genesisHash}`)
  }
}
