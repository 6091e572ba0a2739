/** Rent of a token account of 165 bytes. */
export const TOKEN_ACCOUNT_RENT_LAMPORTS = 2_039_280n
/** Compute budget of our transfers: a few thousand units are used, an account creation some 25,000. */
export const TRANSFER_COMPUTE_UNITS = 80_000
export const TRANSFER_PRICE_MICRO_LAMPORTS = 100_000

/** 5,000 for the signature and the priority fee of the budget above. */
export const TRANSFER_FEE_LAMPORTS =
  5_000n + (BigInt(TRANSFER_COMPUTE_UNITS) * BigInt(TRANSFER_PRICE_MICRO_LAMPORTS)) / 1_000_000n
