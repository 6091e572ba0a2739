import { EventEmitter } from 'node:events'
import type {
  AccountChange,
  Block,
  ChainAccount,
  ChainEvents,
  ChainOptions,
  LandedTransaction,
  PendingTransaction,
  SignatureStatus,
  SimulationResult,
  TokenHolding,
} from './chain-types'

export type {
  AccountChange,
  AccountKey,
  Block,
  ChainAccount,
  ChainOptions,
  Commitment,
  LandedTransaction,
  PendingTransaction,
  SignatureStatus,
  SimulationResult,
  TokenBalance,
  TokenHolding,
} from './chain-types'

/** SKELETON: signatures are final, bodies arrive next. */
export class Chain extends EventEmitter<ChainEvents> {
  static create(options: ChainOptions): Chain {
    throw new Error('not yet')
  }
  static restore(snapshot: Uint8Array, options: ChainOptions): Chain {
    throw new Error('not yet')
  }
  snapshot(): Uint8Array {
    throw new Error('not yet')
  }
  start(): void {}
  stop(): void {}
  /** Ends the current slot now: executes the mempool, then opens the next slot. The ticker calls it; tests may. */
  tick(): Block {
    throw new Error('not yet')
  }
  get slot(): bigint {
    throw new Error('not yet')
  }
  get blockHeight(): bigint {
    throw new Error('not yet')
  }
  latestBlockhash(): { blockhash: string; lastValidBlockHeight: bigint } {
    throw new Error('not yet')
  }
  getAccount(address: string): ChainAccount | null {
    throw new Error('not yet')
  }
  setAccount(address: string, account: ChainAccount): void {
    throw new Error('not yet')
  }
  programAccounts(programId: string): { address: string; account: ChainAccount }[] {
    throw new Error('not yet')
  }
  installProgram(programId: string, elf: Uint8Array): void {
    throw new Error('not yet')
  }
  minimumBalance(dataLength: number): bigint {
    throw new Error('not yet')
  }
  submit(wire: Uint8Array): string {
    throw new Error('not yet')
  }
  executeNow(wire: Uint8Array): LandedTransaction {
    throw new Error('not yet')
  }
  simulate(
    wire: Uint8Array,
    options: { sigVerify?: boolean; replaceBlockhash?: boolean } = {},
  ): SimulationResult {
    throw new Error('not yet')
  }
  status(signature: string): SignatureStatus | null {
    throw new Error('not yet')
  }
  transaction(signature: string): LandedTransaction | null {
    throw new Error('not yet')
  }
  signaturesFor(address: string): string[] {
    throw new Error('not yet')
  }
  tokenAccountsOf(owner: string): TokenHolding[] {
    throw new Error('not yet')
  }
  /** Both return a function that takes the hook off. They run synchronously, inside the slot. */
  onBeforeExecute(hook: (pending: PendingTransaction) => void): () => void {
    throw new Error('not yet')
  }
  onAfterExecute(hook: (landed: LandedTransaction, changes: AccountChange[]) => void): () => void {
    throw new Error('not yet')
  }
}
