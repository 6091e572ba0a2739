/** An instruction with its accounts resolved to addresses (base58). */
export type DecodedInstruction = {
  programId: string
  accounts: readonly string[]
  data: Uint8Array
}

/** What a transaction's wire bytes say, address lookup tables already read. */
export type DecodedTransaction = {
  feePayer: string
  /** Every account that must sign, the fee payer first. */
  signers: readonly string[]
  blockhash: string
  instructions: readonly DecodedInstruction[]
}
