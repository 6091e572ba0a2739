import { EventEmitter } from 'node:events'
import type { LiteSvm } from 'litesvm/dist/internal.js'
import { AccountStore, type AsOf, type NamedAccount } from './account-store'
import { decodeAddress, SYSTEM_PROGRAM } from './addresses'
import { BLOCKHASH_LIFETIME, BlockhashWindow, type IssuedBlockhash } from './blockhash-window'
import { assertGenesis, decodeState, encodeState, type ChainState } from './chain-state'
import { confirmationOf } from './confirmation'
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
import { executeTransaction, refusedSimulation, simulateTransaction, type Execution } from './execution'
import { FeeSamples } from './fee-samples'
import { Mempool } from './mempool'
import { startTicker } from './slot-ticker'
import { replay, type Replayed } from './replay'
import type { JournalEntry } from './slot-journal'
import { openSvm, writeAccount } from './svm'
import { writeSysvars } from './sysvars'
import { TransactionHistory } from './transaction-history'
import { parseTransaction, type WireTransaction } from './wire-transaction'

export type {
  AccountChange,
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

const FIRST_SLOT = 460_000_000n
const SKIPPED_SLOTS = 20_000_000n
const CLOSED = { lamports: 0n, owner: SYSTEM_PROGRAM, data: new Uint8Array(), executable: false }

/** Thrown by executeNow: `landed` is null when the transaction could not even pay its fee. */
export class ExecutionError extends Error {
  constructor(
    readonly err: unknown,
    readonly logs: string[],
    readonly landed: LandedTransaction | null,
  ) {
    super(`Transaction failed: ${JSON.stringify(err)}\n${logs.join('\n')}`)
    this.name = 'ExecutionError'
  }
}

/**
 * A Solana of one node: real signed transactions in a real virtual machine, with slots, a blockhash window,
 * a mempool and confirmation levels around it. Addresses and hashes are base58, amounts base units.
 * Events: 'account' and 'transaction' at once, 'slot' when a block is closed and the next slot has begun.
 */
export class Chain extends EventEmitter<ChainEvents> {
  readonly genesisHash: string
  readonly slotMs: number
  readonly accounts: AccountStore
  readonly blockhashes: BlockhashWindow
  readonly fees: FeeSamples
  readonly now: () => number
  private readonly svm: LiteSvm
  private readonly history = new TransactionHistory()
  private readonly mempool = new Mempool()
  private readonly before = new Set<(pending: PendingTransaction) => void>()
  private readonly after = new Set<(landed: LandedTransaction, changes: AccountChange[]) => void>()
  private current: IssuedBlockhash
  private landedNow: LandedTransaction[] = []
  private writeVersion = 0n
  private stopTicker: (() => void) | null = null

  private constructor(options: ChainOptions, saved?: ChainState, later: Replayed['accounts'] = new Map()) {
    super()
    this.setMaxListeners(0)
    assertGenesis(options.genesisHash, saved)
    this.genesisHash = options.genesisHash
    this.slotMs = options.slotMs
    this.now = options.now ?? Date.now
    this.svm = openSvm(saved?.svm)
    for (const [address, account] of later) writeAccount(this.svm, address, account ?? CLOSED)
    this.accounts = new AccountStore(this.svm)
    this.blockhashes = new BlockhashWindow(saved?.blockhashes)
    this.fees = new FeeSamples(saved?.fees)
    this.writeVersion = saved?.writeVersion ?? 0n
    for (const landed of saved?.transactions ?? []) this.history.add(landed)
    this.mempool.restore(saved?.mempool ?? [])
    this.current = saved
      ? this.openSlot(saved.slot + 1n, saved.height + 1n)
      : this.openSlot(FIRST_SLOT, FIRST_SLOT - SKIPPED_SLOTS)
  }

  static create(options: ChainOptions): Chain {
    return new Chain(options)
  }

  /**
   * Slots go on from where they were, however long ago that is. `journal` holds what happened after the
   * snapshot. Throws for another chain's snapshot, and for a journal that does not join it.
   */
  static restore(snapshot: Uint8Array, options: ChainOptions, journal: JournalEntry[] = []): Chain {
    const { state, accounts } = replay(decodeState(snapshot), journal)
    return new Chain(options, state, accounts)
  }

  snapshot(): Uint8Array {
    return encodeState({
      genesisHash: this.genesisHash,
      svm: this.svm.toBytes(),
      slot: this.slot,
      height: this.blockHeight,
      writeVersion: this.writeVersion,
      blockhashes: this.blockhashes.all(),
      mempool: this.mempool.wires(),
      fees: this.fees.all(),
      transactions: this.history.all(),
    })
  }

  start(): void {
    this.stopTicker ??= startTicker(this.slotMs, () => this.tick())
  }

  stop(): void {
    this.stopTicker?.()
    this.stopTicker = null
  }

  /** Ends the current slot: executes the mempool, then opens the next slot. The ticker calls it. */
  tick(): Block {
    for (const transaction of this.mempool.takeBlock()) this.run(transaction, false)
    const { slot, height, blockhash, time } = this.current
    const transactions = this.landedNow
    this.landedNow = []
    this.fees.add(slot, transactions)
    this.accounts.prune(slot)
    this.current = this.openSlot(slot + 1n, height + 1n)
    const block = { slot, parentSlot: slot - 1n, height, blockhash, time, transactions }
    this.emit('slot', block)
    return block
  }

  get slot(): bigint {
    return this.current.slot
  }

  get blockHeight(): bigint {
    return this.current.height
  }

  get transactionCount(): number {
    return this.history.count
  }

  latestBlockhash(): { blockhash: string; lastValidBlockHeight: bigint } {
    const { blockhash, height } = this.current
    return { blockhash, lastValidBlockHeight: height + BLOCKHASH_LIFETIME }
  }

  getAccount(address: string, asOf?: AsOf): ChainAccount | null {
    return this.accounts.get(address, asOf)
  }

  /** The operator's hand: no transaction, no fee, visible at once at every commitment. */
  setAccount(address: string, account: ChainAccount): void {
    this.accounts.set(address, account, this.slot)
    this.announce(address, account.lamports > 0n ? this.accounts.get(address) : null, null)
  }

  programAccounts(programId: string, asOf?: AsOf): NamedAccount[] {
    return this.accounts.ownedBy(programId, asOf)
  }

  installProgram(programId: string, elf: Uint8Array): void {
    this.svm.addProgram(decodeAddress(programId), elf)
    this.accounts.forget(programId)
    this.announce(programId, this.accounts.get(programId), null)
  }

  /** Lamports an account of that size must hold to be rent exempt. */
  minimumBalance(dataLength: number): bigint {
    return this.svm.minimumBalanceForRentExemption(BigInt(dataLength))
  }

  /** To the mempool; answers the signature. Throws MalformedTransactionError. */
  submit(wire: Uint8Array): string {
    const transaction = parseTransaction(wire)
    const signature = transaction.signatures[0] ?? ''
    if (!this.history.get(signature)) this.mempool.add(transaction)
    return signature
  }

  /** The operator's own transaction, in the current slot. Throws ExecutionError. */
  executeNow(wire: Uint8Array): LandedTransaction {
    const execution = this.run(parseTransaction(wire), true)
    if ('refused' in execution) throw new ExecutionError(execution.refused, execution.logs, null)
    const { landed } = execution
    if (landed.err !== null) throw new ExecutionError(landed.err, landed.logs, landed)
    return landed
  }

  /**
   * Against the newest state; only the blockhash is judged as of `slot`. `sigVerify` defaults to false.
   * Throws MalformedTransactionError.
   */
  simulate(
    wire: Uint8Array,
    options: { sigVerify?: boolean; replaceBlockhash?: boolean; slot?: bigint } = {},
  ): SimulationResult {
    const transaction = parseTransaction(wire)
    const { height } = options.slot === undefined ? this.current : this.blockhashes.at(options.slot)
    if (this.history.get(transaction.signatures[0] ?? '')) return refusedSimulation('AlreadyProcessed')
    if (!options.replaceBlockhash && !this.blockhashes.isValid(transaction.recentBlockhash, height)) {
      return refusedSimulation('BlockhashNotFound')
    }
    return simulateTransaction(this.accounts, transaction, options.sigVerify ?? false)
  }

  status(signature: string): SignatureStatus | null {
    const landed = this.history.get(signature)
    return landed && confirmationOf(landed, this.slot)
  }

  transaction(signature: string): LandedTransaction | null {
    return this.history.get(signature)
  }

  /** Grows with each transaction that lands; 0 for one that is not known. */
  landingOrder(signature: string): number {
    return this.history.orderOf(signature)
  }

  /** Newest first, at every commitment. */
  signaturesFor(address: string): string[] {
    return this.history.signaturesFor(address)
  }

  tokenAccountsOf(owner: string): TokenHolding[] {
    const accounts = this.accounts.tokenAccountsOf(owner)
    return accounts.flatMap((entry) => this.accounts.holding(entry) ?? [])
  }

  /** Both return a function that takes the hook off. Hooks run synchronously, inside the slot. */
  onBeforeExecute(hook: (pending: PendingTransaction) => void): () => void {
    this.before.add(hook)
    return () => this.before.delete(hook)
  }

  onAfterExecute(hook: (landed: LandedTransaction, changes: AccountChange[]) => void): () => void {
    this.after.add(hook)
    return () => this.after.delete(hook)
  }

  private openSlot(slot: bigint, height: bigint): IssuedBlockhash {
    const time = Math.floor(this.now() / 1_000)
    const issued = this.blockhashes.issue(slot, height, time)
    writeSysvars(this.svm, slot, time, this.blockhashes)
    return issued
  }

  private run(transaction: WireTransaction, operator: boolean): Execution {
    const { slot, height, time } = this.current
    if (this.history.get(transaction.signatures[0] ?? '')) return { refused: 'AlreadyProcessed', logs: [] }
    if (!this.blockhashes.isValid(transaction.recentBlockhash, height)) {
      return { refused: 'BlockhashNotFound', logs: [] }
    }
    for (const hook of this.before) hook({ transaction, operator })
    const execution = executeTransaction(this.accounts, transaction, { slot, blockTime: time, operator })
    if ('refused' in execution) return execution
    const { landed, written } = execution
    this.history.add(landed)
    this.landedNow.push(landed)
    const changes = written.map(({ address, account }) => this.announce(address, account, landed.signature))
    this.emit('transaction', landed)
    for (const hook of this.after) hook(landed, changes)
    return execution
  }

  private announce(address: string, account: ChainAccount | null, signature: string | null): AccountChange {
    const change = { address, account, slot: this.slot, writeVersion: ++this.writeVersion, signature }
    this.emit('account', change)
    return change
  }
}
