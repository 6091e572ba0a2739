import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'
import type { FailureMeaning } from '@/lib/domain/execution/program-errors'
import type { Lamports } from '@/lib/domain/money/units'

/** What a node knows of a signature, at processed or better. */
export type SignatureStatus = {
  slot: bigint
  /** Text of the on-chain error, null when it succeeded. */
  error: string | null
  /** The program's own error number (6001 is Jupiter's slippage), null when there is none. */
  customCode: number | null
  commitment: 'processed' | 'confirmed' | 'finalized'
}

/** What a landed transaction did to one wallet, from the chain's own pre and post balances. */
export type WalletChanges = {
  signature: string
  slot: bigint
  at: Date
  error: string | null
  customCode: number | null
  /** What the error means for the order; absent where nobody looked. */
  means?: FailureMeaning | null
  /** Change of native SOL, fees and rent included. */
  lamports: Lamports
  /** Network and priority fee of the transaction. */
  feeLamports: Lamports
  /** What made up the loss of native SOL; the parts sum to minus `lamports`. */
  fees: FeeParts
  /** Base units per mint that left circulation between the accounts: a Token-2022 transfer fee. */
  withheld: ReadonlyMap<string, bigint>
  /** Change per mint over all token accounts the wallet owns. */
  tokens: ReadonlyMap<string, bigint>
}

/** Lamports. `rent` is negative where an account was closed; `tip` is every other payment in native SOL. */
export type FeeParts = { network: Lamports; priority: Lamports; tip: Lamports; rent: Lamports }

export type Balances = {
  lamports: Lamports
  slot: bigint
  tokens: ReadonlyMap<string, bigint>
  /** Mints of which the wallet has an account that its issuer has frozen: nothing leaves it. */
  frozen: ReadonlySet<string>
}

export type Simulation = {
  error: string | null
  customCode: number | null
  /** What the error means for the order; absent where nobody looked. */
  means?: FailureMeaning | null
  /** Which instruction failed, counted from 0; null when none did or the node names none. */
  failedInstruction?: number | null
  /** The node does not know the blockhash: it is older than 150 blocks, or newer than the node. */
  blockhashUnknown: boolean
  logs: string[]
  computeUnits: number | null
  /** Balances of the wallet's associated accounts of the watched mints, before; the same accounts as `after`. */
  before: { lamports: Lamports; tokens: ReadonlyMap<string, bigint> }
  /** Balances of the wallet after the simulated transaction; null when it failed. */
  after: { lamports: Lamports; tokens: ReadonlyMap<string, bigint> } | null
}

/** What a wallet held of one asset when everything of that very slot was done. */
export type Holding = { slot: bigint; amountRaw: bigint }

/** Reading the chain. Every call fails over between providers; AppError `venue.unavailable` when none answers. */
export interface ChainReader {
  genesisHash(): Promise<string>
  slot(): Promise<bigint>
  /** Block height at `finalized`, as one node has it. */
  finalizedBlockHeight(): Promise<bigint>
  /**
   * `atLeast`: the slot the answer should have reached; it is also never meant to be older than what was read of this
   * owner before. Where no provider has come so far, the newest answer counts.
   */
  balances(owner: string, options?: { atLeast?: bigint }): Promise<Balances>
  /**
   * Asks every provider for what it holds at `finalized`. `asked` counts the providers, `answers` has those
   * that answered.
   */
  surveyBalances(owner: string): Promise<{ asked: number; answers: { node: string; balances: Balances }[] }>
  /**
   * One asset of an owner (null: native SOL) at `confirmed`, never older than what was read of this owner before; AppError
   * `venue.unavailable` where no provider has come so far.
   */
  holding(owner: string, mint: string | null): Promise<Holding>
  /** The same of one provider, by name, at `finalized`; it does not fail over. `other` waits for what concerns trades. */
  finalizedHolding(
    node: string,
    owner: string,
    mint: string | null,
    level?: 'urgent' | 'other',
  ): Promise<Holding>
  /** A fresh blockhash with its own expiry, for what we build ourselves. */
  latestBlockhash(): Promise<BlockhashWithExpiry>
  /** History is searched, so a restart finds what it sent. null: this node does not know it. */
  signatureStatus(signature: string): Promise<SignatureStatus | null>
  /**
   * Asks every provider. `knownTo` lists those that know the signature, `unknownTo` those that
   * answered and do not, each with the finalized height it had reached itself before it was asked (null
   * when it did not tell): a node that lags proves nothing. One that failed to answer is in neither.
   */
  surveySignature(signature: string): Promise<{
    status: SignatureStatus | null
    knownTo: string[]
    unknownTo: { node: string; finalizedHeight: bigint | null }[]
  }>
  /** null until confirmed. */
  walletChanges(signature: string, wallet: string): Promise<WalletChanges | null>
  /**
   * `replaceBlockhash`: whatever blockhash the bytes name, for what is never to be signed. `entry`: it may be turned
   * away with `venue.unavailable` while nodes are short of requests, which are kept for exits.
   */
  simulate(
    transaction: Uint8Array,
    watch: { wallet: string; mints: string[] },
    options?: { replaceBlockhash?: boolean; entry?: boolean },
  ): Promise<Simulation>
  /** Calls back once the signature reaches `confirmed`; returns the unsubscribe. A hint only: polling decides. */
  onSignature(signature: string, callback: () => void): () => void
}

/** Broadcasting signed bytes. */
export interface TransactionSender {
  /**
   * Sends the same bytes to several providers without preflight and without node-side retries.
   * Resolves with how many accepted; throws only when none did. Neither says whether it landed. `bundleOnly`: nobody
   * but the taker of bundles sees the bytes, as long as it takes them.
   */
  send(signed: Uint8Array, options?: { bundleOnly: boolean }): Promise<{ accepted: number; errors: string[] }>
}
