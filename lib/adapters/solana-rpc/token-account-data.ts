/** Mint, owner and amount of a token account's data; the same layout under both token programs. */
export type TokenAccountData = { mint: Uint8Array; owner: Uint8Array; amount: bigint; frozen: boolean }

const TOKEN_ACCOUNT_BYTES = 165
const STATE_AT = 108
const UNINITIALISED = 0
const FROZEN = 2

/** null for data that is no initialised token account. */
export const readTokenAccount = (data: Uint8Array): TokenAccountData | null => {
  if (data.length < TOKEN_ACCOUNT_BYTES || data[STATE_AT] === UNINITIALISED) return null
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  return {
    mint: data.subarray(0, 32),
    owner: data.subarray(32, 64),
    amount: view.getBigUint64(64, true),
    frozen: data[STATE_AT] === FROZEN,
  }
}
