import bs58 from 'bs58'

/** Whether the text is a Solana address: base58 of exactly 32 bytes. */
export const isMintAddress = (text: string): boolean =>
  text.length >= 32 && text.length <= 44 && bs58.decodeUnsafe(text)?.length === 32
