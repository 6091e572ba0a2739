import { createStore, type ExternalStore } from '@/app/_live/external-store'

export type FoundWallet = { name: string; icon: string }

export type BrowserWallet = {
  /** null until the code that talks to wallets is loaded. */
  found: readonly FoundWallet[] | null
  connected: { name: string; address: string } | null
}

/** What the wallets of this browser can be asked. Every refusal is an Error whose message is for people. */
export type WalletHands = {
  /** Answers the address. */
  connect: (name: string) => Promise<string>
  disconnect: () => Promise<void>
  /** Answers the signature in base64. */
  signText: (text: string) => Promise<string>
  /** Takes and answers a transaction in base64. */
  signTransaction: (transaction: string) => Promise<string>
}

export const NO_WALLET: BrowserWallet = { found: null, connected: null }

export const browserWallet: ExternalStore<BrowserWallet> = createStore(NO_WALLET)
/** Set by the first thing that needs a wallet; until then none of its code is loaded. */
export const walletWanted = createStore(false)

const hands = createStore<WalletHands | null>(null)

export const giveWalletHands = (next: WalletHands | null): void => hands.set(next)

export const walletHands = (): WalletHands => {
  const given = hands.get()
  if (!given) throw new Error('The wallet is still being loaded. Try again.')
  return given
}
