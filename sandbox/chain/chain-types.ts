import type { WireTransaction } from './wire-transaction'

/** Shared by all who read it, `data` too: never written to, only replaced. */
export type ChainAccount = { lamports: bigint; owner: string; data: Uint8Array; executable: boolean }

export type TokenBalance = {
  accountIndex: number
  mint: string
  owner: string
  programId: string
  amount: bigint
  decimals: number
}

export type AccountKey = {
  address: string
  signer: boolean
  writable: boolean
  source: 'transaction' | 'lookupTable'
}

export type InnerInstruction = {
  programIdIndex: number
  accounts: number[]
  data: Uint8Array
  stackHeight: number
}

/** Inner instructions of the top-level instruction `index`; top-level instructions without any are left out. */
export type InnerInstructions = { index: number; instructions: InnerInstruction[] }

export type ReturnData = { programId: string; data: Uint8Array }

/** A transaction that paid its fee, whether its instructions succeeded (`err` null) or not. */
export type LandedTransaction = {
  signature: string
  slot: bigint
  /** Unix seconds. */
  blockTime: number
  wire: Uint8Array
  /** The error in the JSON shape of the RPC, or null. */
  err: unknown
  /** Lamports: signatures and priority together. */
  fee: bigint
  computeUnits: bigint
  /** Micro-lamports per compute unit. */
  computeUnitPrice: bigint
  logs: string[]
  accountKeys: AccountKey[]
  preBalances: bigint[]
  postBalances: bigint[]
  preTokenBalances: TokenBalance[]
  postTokenBalances: TokenBalance[]
  inner: InnerInstructions[]
  returnData: ReturnData | null
  /** True for executeNow: the sandbox's own hand, not a client's. */
  operator: boolean
}

/** `signature` is null when the operator wrote the account; `account` is null when it was closed. */
export type AccountChange = {
  address: string
  account: ChainAccount | null
  slot: bigint
  writeVersion: bigint
  signature: string | null
}

export type Block = {
  slot: bigint
  parentSlot: bigint
  height: bigint
  blockhash: string
  /** Unix seconds. */
  time: number
  transactions: LandedTransaction[]
}

export type Commitment = 'processed' | 'confirmed' | 'finalized'

export type SignatureStatus = {
  slot: bigint
  confirmations: number | null
  err: unknown
  confirmationStatus: Commitment
}

export type SimulationResult = {
  err: unknown
  logs: string[]
  unitsConsumed: bigint
  returnData: ReturnData | null
  /** Worked out when asked for, as `accounts` is: most callers want neither. */
  inner: () => InnerInstructions[]
  /** State after the transaction by address; empty when it failed. */
  accounts: () => Map<string, ChainAccount>
}

export type TokenHolding = {
  address: string
  mint: string
  amount: bigint
  programId: string
  decimals: number
}

export type ChainOptions = {
  slotMs: number
  /** Base58 of 32 bytes; mainnet's is refused. */
  genesisHash: string
  /** Unix milliseconds. */
  now?: () => number
}

export type PendingTransaction = { transaction: WireTransaction; operator: boolean }

export type ChainEvents = {
  slot: [Block]
  account: [AccountChange]
  transaction: [LandedTransaction]
}
