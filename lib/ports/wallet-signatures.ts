/** Signatures of wallets whose keys we do not hold. */
export interface WalletSignatures {
  /**
   * The same transaction with nothing but the wallet's signature added: its bytes and id (base58).
   * null when the message differs in any byte, or the signature is not the wallet's.
   */
  verifyTransaction(
    signed: Uint8Array,
    unsigned: Uint8Array,
    address: string,
  ): { signed: Uint8Array; signature: string } | null
  /** Ed25519 over the text's UTF-8 bytes. */
  verifyMessage(message: string, signature: Uint8Array, address: string): boolean
}
