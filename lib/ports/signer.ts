/** Holds the keys. Only the trading worker has one. */
export interface Signer {
  /**
   * Adds the wallet's signature to a transaction whose fee payer it is. The caller has checked the
   * transaction against the intent; the signer checks again that the fee payer is the wallet.
   * Returns the signed bytes and the transaction's id (base58).
   */
  sign(
    wallet: { id: string; address: string },
    transaction: Uint8Array,
  ): Promise<{ signed: Uint8Array; signature: string }>
}

/** Makes and seals key pairs; needs the master key but never returns a secret. */
export interface WalletMaker {
  create(owner: {
    userId: number
  }): Promise<{ address: string; masterKeyId: string; wrappedDataKey: Uint8Array; sealedSecret: Uint8Array }>
}
