import { deserialize, serialize } from 'node:v8'
import { decodeAddress, MAINNET_GENESIS_HASH } from './addresses'
import type { IssuedBlockhash } from './blockhash-window'
import type { LandedTransaction } from './chain-types'
import type { FeeSample } from './fee-samples'

const FORMAT = 1

/** Everything a chain needs to go on after a restart. */
export type ChainState = {
  genesisHash: string
  svm: Uint8Array
  slot: bigint
  height: bigint
  writeVersion: bigint
  blockhashes: IssuedBlockhash[]
  mempool: Uint8Array[]
  fees: FeeSample[]
  transactions: LandedTransaction[]
}

export function encodeState(state: ChainState): Uint8Array {
  return serialize({ format: FORMAT, ...state })
}

/** Throws when the bytes are no chain snapshot of this format. */
export function decodeState(bytes: Uint8Array): ChainState {
  const { format, ...state } = deserialize(bytes) as ChainState & { format?: number }
  if (format !== FORMAT)
    throw new Error(`The chain snapshot has format ${String(format)}; this version reads ${FORMAT}`)
  return state
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
