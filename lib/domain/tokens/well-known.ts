/** Mint addresses on Solana mainnet-beta. */
export const USDC_MINT = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
/** Wrapped SOL: the mint under which SOL is traded. Native lamports are the fee reserve. */
export const WSOL_MINT = 'So11111111111111111111111111111111111111112'

export const TOKEN_PROGRAM = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
export const TOKEN_2022_PROGRAM = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb'
